import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../../src/client/index.ts";
import { startWorkerd, type Workerd } from "../../support/workerd.ts";
import { until } from "../deadline.ts";
import { startBadNetwork } from "../network/proxy.ts";
import { Random } from "../random.ts";

/** P4.5. */
export const PROMISED_MS = 90_000;
/** Extra time to wait, to measure by how much a promise was broken. */
const GRACE_MS = 30_000;
const ENTER_WITHIN_MS = 30_000;
/** Milliseconds before a peer vanishes: some before their first ping, which comes after 20 to 25 s, some after. */
const STAY_MS = { from: 1_000, to: 60_000 };
const ROOM = "half-open";

export interface HalfOpenOptions {
  readonly seed: number;
  readonly peers: number;
}

/** The result for one peer that vanished. */
export interface Vanished {
  /** Milliseconds that it was connected. */
  readonly stayedMs: number;
  /** Milliseconds until presence no longer listed it; `undefined` if that took too long. */
  readonly goneAfterMs: number | undefined;
  /** Milliseconds until its own client noticed. */
  readonly noticedAfterMs: number | undefined;
}

/**
 * Lets peers vanish from the network silently, and waits until presence notices. Takes minutes, because it runs in real
 * time.
 */
export async function runHalfOpen({ peers, seed }: HalfOpenOptions): Promise<readonly Vanished[]> {
  const server = await startWorkerd();
  const observer = connect(`${server.origin}/ws/${ROOM}`, { username: "observer" });
  try {
    await until("the observer is in the room", ENTER_WITHIN_MS, () => observer.state.status.state === "online");
    const isHere = (uid: string) => observer.state.members.has(uid);
    const random = new Random(seed);
    return await Promise.all(Array.from({ length: peers }, () => vanish(server, random.fork(), isHere)));
  } finally {
    observer.close();
    await server.stop();
  }
}

async function vanish(server: Workerd, random: Random, isHere: (uid: string) => boolean): Promise<Vanished> {
  const network = await startBadNetwork(server.port, random, false);
  const peer = connect(`ws://127.0.0.1:${network.port}/ws/${ROOM}`, { random: random.next });
  try {
    const uid = () => peer.state.self?.uid ?? "";
    await until("a peer is in presence", ENTER_WITHIN_MS, () => isHere(uid()));
    const stayedMs = random.between(STAY_MS.from, STAY_MS.to);
    await sleep(stayedMs);
    network.swallowAll();
    const since = performance.now();
    let noticedAfterMs: number | undefined;
    peer.on("status", () => {
      noticedAfterMs ??= performance.now() - since;
    });
    const isGone = await until(
      "a vanished peer is gone from presence",
      PROMISED_MS + GRACE_MS,
      () => !isHere(uid()),
    ).then(
      () => true,
      () => false,
    );
    return { stayedMs, goneAfterMs: isGone ? performance.now() - since : undefined, noticedAfterMs };
  } finally {
    peer.close();
    await network.close();
  }
}
