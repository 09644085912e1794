import { setTimeout as sleep } from "node:timers/promises";
import { startWorkerd, type Workerd } from "../../support/workerd.ts";
import { until } from "../deadline.ts";
import { Random } from "../random.ts";
import { readStoredLog } from "../stored-log.ts";
import { type Broken, Ledger } from "./ledger.ts";
import { Writer } from "./writer.ts";

/** Everybody is back within a fraction of a second; a machine with other work on it may need more. */
const BACK_WITHIN_MS = 30_000;
/** Milliseconds from the moment when everybody is back to the kill, at most: some hundred events. */
const MAX_UPTIME_MS = 200;
/** The share of kills that do not wait until everybody is back, and so find clients in the middle of their resume. */
const IMPATIENT = 0.25;
/** Milliseconds from the start to such a kill, at most. */
const MAX_IMPATIENT_UPTIME_MS = 60;

export interface KillsOptions {
  readonly seed: number;
  /** Kills that find commands on their way; those that find none are not counted. */
  readonly kills: number;
  readonly writers: number;
  /** Told after each of them. */
  readonly progress?: (kills: number) => void;
}

export interface KillsReport {
  /** Kills that found at least one command on its way. */
  readonly kills: number;
  /** Further kills, which found none. */
  readonly idleKills: number;
  /** Kills that found at least one client that was not back yet. */
  readonly midResume: number;
  /** Commands that were on their way when a kill came. */
  readonly inFlight: number;
  /** Of those, what was stored and had not reached its sender; the others came too late, and were sent again. */
  readonly storedUnseen: number;
  /** Events in the log at the end. */
  readonly events: number;
  /** How often a client was told to start over; it then knows what it saw before, and not what came in between. */
  readonly resets: number;
  /** Errors that the room answered. */
  readonly refusals: readonly string[];
  readonly broken: Broken;
  readonly examples: readonly string[];
}

/**
 * Kills workerd over and over while clients write, and starts it again on the same disk. In the end everything that
 * anybody saw has to be in the log, and everything that anybody sent, once and in order.
 */
export async function runKills(options: KillsOptions): Promise<KillsReport> {
  const server = await startWorkerd();
  try {
    return await killRepeatedly(server, options);
  } finally {
    await server.stop();
  }
}

async function killRepeatedly(
  server: Workerd,
  { kills, progress, seed, writers: count }: KillsOptions,
): Promise<KillsReport> {
  const random = new Random(seed);
  const ledger = new Ledger();
  const url = `${server.origin.replace("http", "ws")}/ws/kills`;
  const writers = Array.from({ length: count }, (_, index) => new Writer(`w${index}`, url, random.fork(), ledger));
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
    // Where that does not come, the log on the disk tells what is wrong.
    await until("every client has sent and seen all", BACK_WITHIN_MS, () =>
      writers.every(({ isDone, position }) => isDone && position === ledger.newest),
    ).catch((error: unknown) => ledger.note("lost", String(error)));
  } finally {
    for (const writer of writers) writer.close();
  }
  await server.kill();
  const log = readStoredLog(server.databases);
  ledger.compare(log, new Map(writers.map(({ sent, uid }) => [uid, sent])));
  const { broken, examples } = ledger;
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
