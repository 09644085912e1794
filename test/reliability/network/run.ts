import type { Clock } from "../../../src/client/index.ts";
import { fromWire } from "../../../src/client/message.ts";
import { startWorkerd, type Workerd } from "../../support/workerd.ts";
import { until } from "../deadline.ts";
import { Random } from "../random.ts";
import { readRoom } from "../read-room.ts";
import { readStoredLog } from "../stored-log.ts";
import { Chatter } from "./chatter.ts";
import type { Fault } from "./link.ts";
import { type BadNetwork, startBadNetwork } from "./proxy.ts";
import { type Commands, compareCommands, compareState } from "./verdict.ts";

/**
 * Speed of the clients' clock: a heartbeat finds a dead connection in under 2 s, and the longest backoff is 1.5 s. At a
 * much higher speed, a busy machine would respond later than clients wait.
 */
const CLOCK_SPEED = 20;
/** From the last fault until every client is up to date. On an idle machine that takes a second or two. */
const CALM_WITHIN_MS = 60_000;
/** A storm that never ends is a livelock. */
const STORM_WITHIN_MS = 1_800_000;

export interface NetworkOptions {
  readonly seed: number;
  readonly faults: number;
  readonly clients: number;
  /** Called from time to time. */
  readonly progress?: (faults: number) => void;
}

export interface NetworkReport {
  readonly faults: Readonly<Record<Fault, number>>;
  readonly total: number;
  /** Events in the log at the end. */
  readonly events: number;
  readonly commands: Commands;
  readonly reloads: number;
  /** Milliseconds from the last fault until every client was up to date. */
  readonly recoveryMs: number;
  /** Violations, in words. */
  readonly broken: readonly string[];
}

/**
 * Lets clients chat through a bad network until enough faults happened, then compares each client's folded state and
 * settled promises with what the room stored.
 */
export async function runBadNetwork(options: NetworkOptions): Promise<NetworkReport> {
  const server = await startWorkerd();
  const random = new Random(options.seed);
  const network = await startBadNetwork(server.port, random);
  const url = `ws://127.0.0.1:${network.port}/ws/network`;
  const clock = fastClock(CLOCK_SPEED);
  const chatters = Array.from(
    { length: options.clients },
    (_, index) => new Chatter(`t${index}`, url, random.fork(), clock),
  );
  try {
    return await runStorm(server, network, chatters, options);
  } finally {
    for (const chatter of chatters) chatter.close();
    await network.close();
    await server.stop();
  }
}

async function runStorm(
  server: Workerd,
  network: BadNetwork,
  chatters: readonly Chatter[],
  { faults, progress }: NetworkOptions,
): Promise<NetworkReport> {
  await until("enough faults", STORM_WITHIN_MS, () => {
    progress?.(network.total);
    return network.total >= faults;
  });
  network.calm();
  for (const chatter of chatters) chatter.finish();
  const stormEnd = performance.now();
  await until("every client is in the room, with nothing pending", CALM_WITHIN_MS, () =>
    chatters.every(({ state, waiting }) => state.status.state === "online" && waiting === 0),
  );
  // Past the bad network.
  const { head, messages } = await readRoom(server.origin, "network");
  await until("every client has received everything", CALM_WITHIN_MS, () =>
    chatters.every(({ state }) => state.position?.seq === head),
  );
  const recoveryMs = performance.now() - stormEnd;

  const commands: Commands = { asked: 0, stored: 0, refused: 0, inherited: 0 };
  await server.kill();
  const log = readStoredLog(server.databases);
  const broken = chatters.flatMap((chatter) => [
    ...compareState(chatter, messages.map(fromWire), head),
    ...compareCommands(chatter, log, commands),
  ]);
  return {
    faults: network.faults,
    total: network.total,
    events: log.length,
    commands,
    reloads: chatters.reduce((sum, { reloads }) => sum + reloads, 0),
    recoveryMs,
    broken,
  };
}

/** @param speed how many of its seconds pass in one real second */
function fastClock(speed: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    after(ms, run) {
      const timer = setTimeout(run, ms / speed);
      return () => clearTimeout(timer);
    },
  };
}
