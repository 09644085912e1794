import { setTimeout as sleep } from "node:timers/promises";
import { startWorkerd, type Workerd } from "../../support/workerd.ts";
import { until } from "../deadline.ts";
import { Random } from "../random.ts";
import { readStoredLog } from "../stored-log.ts";
import { type Broken, ConsistencyChecker } from "./consistency-checker.ts";
import { Writer } from "./writer.ts";

/** Everyone reconnects within a fraction of a second; a busy machine may need more. */
const BACK_WITHIN_MS = 120_000;
/** Maximum milliseconds from everyone's return to the kill: a few hundred events. */
const MAX_UPTIME_MS = 200;
/** The share of kills that do not wait for everyone's return, and so interrupt clients during their resume. */
const IMPATIENT = 0.25;
/** Maximum milliseconds from the start to such a kill. */
const MAX_IMPATIENT_UPTIME_MS = 60;

export interface KillsOptions {
  readonly seed: number;
  /** Kills that interrupt a command; others are not counted. */
  readonly kills: number;
  readonly writers: number;
  /** The server to kill. Default: workerd with the Worker alone. */
  readonly start?: () => Promise<KilledServer>;
  /** Called after each kill. */
  readonly progress?: (kills: number) => void;
}

/** A server that survives being killed. */
export type KilledServer = Pick<Workerd, "databases" | "kill" | "origin" | "restart" | "stop">;

export interface KillsReport {
  /** Kills that interrupted at least one command. */
  readonly kills: number;
  /** Further kills, which interrupted none. */
  readonly idleKills: number;
  /** Kills during which at least one client had not yet reconnected. */
  readonly midResume: number;
  /** Commands in flight during kills. */
  readonly inFlight: number;
  /** Those stored without reaching their sender; the others were not stored, and were sent again. */
  readonly storedUnseen: number;
  /** Events in the log at the end. */
  readonly events: number;
  /** How often a client was reset; it then misses the events in between. */
  readonly resets: number;
  /** Errors that the room sent. */
  readonly refusals: readonly string[];
  readonly broken: Broken;
  readonly examples: readonly string[];
}

/**
 * Kills workerd repeatedly while clients write, and restarts it on the same disk. In the end the log must contain
 * everything that was sent or received, once and in order.
 */
export async function runKills(options: KillsOptions): Promise<KillsReport> {
  const { start = startWorkerd } = options;
  const server = await start();
  try {
    return await killRepeatedly(server, options);
  } finally {
    await server.stop();
  }
}

async function killRepeatedly(
  server: KilledServer,
  { kills, progress, seed, writers: count }: KillsOptions,
): Promise<KillsReport> {
  const random = new Random(seed);
  const checker = new ConsistencyChecker();
  const url = `${server.origin.replace("http", "ws")}/ws/kills`;
  const writers = Array.from({ length: count }, (_, index) => new Writer(`w${index}`, url, random.fork(), checker));
  const areBack = () =>
    until("every client is back in the room", BACK_WITHIN_MS, () => writers.every(({ isLive }) => isLive));
  const tally = { kills: 0, idleKills: 0, midResume: 0, inFlight: 0 };
  try {
    await areBack();
    while (tally.kills < kills) {
      const isPatient = !random.chance(IMPATIENT);
      if (isPatient) await areBack();
      await sleep(random.between(0, isPatient ? MAX_UPTIME_MS : MAX_IMPATIENT_UPTIME_MS));
      const inFlight = writers.reduce((sum, writer) => sum + writer.inFlight, 0);
      tally.inFlight += inFlight;
      if (inFlight > 0) tally.kills += 1;
      else tally.idleKills += 1;
      if (writers.some(({ isLive }) => !isLive)) tally.midResume += 1;
      await server.kill();
      await server.restart();
      progress?.(tally.kills);
    }
    for (const writer of writers) writer.finish();
    // If this times out, the log on disk shows the reason.
    await until("every client has sent and received everything", BACK_WITHIN_MS, () =>
      writers.every(({ isDone, position }) => isDone && position === checker.newest),
    ).catch((error: unknown) => checker.note("lost", String(error)));
  } finally {
    for (const writer of writers) writer.close();
  }
  await server.kill();
  const log = readStoredLog(server.databases);
  const stored = new Set(log.map(({ id, uid }) => `${uid} ${id}`));
  const sentBy = writers.map(({ sent, unchanged, uid }) => {
    const expected = sent.filter((id) => !unchanged.has(id) || stored.has(`${uid} ${id}`));
    return [uid, expected] as const;
  });
  checker.compare(log, new Map(sentBy));
  const { broken, examples } = checker;
  return {
    ...tally,
    storedUnseen: writers.reduce((sum, { storedUnseen }) => sum + storedUnseen, 0),
    events: log.length,
    resets: writers.reduce((sum, { resets }) => sum + resets, 0),
    refusals: writers.flatMap(({ refusals }) => refusals),
    broken,
    examples,
  };
}
