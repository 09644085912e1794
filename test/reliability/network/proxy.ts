import { once } from "node:events";
import { connect, createServer } from "node:net";
import { listenOnLoopback } from "../../support/loopback.ts";
import type { Random } from "../random.ts";
import { FAULTS, type Fault, Link } from "./link.ts";

/** The share of connections that are reset, or accepted and then ignored, before a byte passes. */
const BAD_START = 0.1;

/** A seeded TCP proxy that behaves like a bad network. */
export interface BadNetwork {
  readonly port: number;
  /** Injected faults so far, by kind. */
  readonly faults: Readonly<Record<Fault, number>>;
  readonly total: number;
  /** Stops injecting faults. */
  calm(): void;
  /** Swallows every current and future connection. */
  swallowAll(): void;
  close(): Promise<void>;
}

/**
 * Starts a bad network in front of a loopback port.
 *
 * @param random chooses the faults; each connection draws from its own source
 * @param isStormy if false, no fault happens by itself
 */
export async function startBadNetwork(targetPort: number, random: Random, isStormy = true): Promise<BadNetwork> {
  const faults: Record<Fault, number> = { reset: 0, cut: 0, delay: 0, throttle: 0, swallow: 0 };
  const links = new Set<Link>();
  let stormy = isStormy;
  let swallowing = false;
  const done = (fault: Fault) => {
    faults[fault] += 1;
  };

  const server = createServer((near) => {
    const own = random.fork();
    const fate = stormy && own.chance(BAD_START) ? own.pick(["reset", "swallow"] as const) : undefined;
    if (fate !== undefined) done(fate);
    if (fate === "reset") {
      near.resetAndDestroy();
      return;
    }
    const far = connect(targetPort, "127.0.0.1");
    const link = new Link(near, far, { random: own, done, isStormy: () => stormy });
    links.add(link);
    // One side of a swallowed connection outlives the other.
    const closed = [once(near, "close"), once(far, "close")];
    void Promise.allSettled(closed).then(() => links.delete(link));
    if (fate === "swallow" || swallowing) link.swallow();
  });
  const port = await listenOnLoopback(server);

  return {
    port,
    faults,
    get total() {
      return FAULTS.reduce((sum, fault) => sum + faults[fault], 0);
    },
    calm() {
      stormy = false;
      for (const link of links) link.calm();
    },
    swallowAll() {
      swallowing = true;
      for (const link of links) link.swallow();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const link of links) link.destroy();
      }),
  };
}
