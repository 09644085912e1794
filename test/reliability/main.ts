// The long forms of the reliability tests: `node test/reliability/main.ts kills|releases|return|network|slow|faults|fuzz|day
// [--seed n] [--count n] [--only text] [--serve]`; `--only` plants the faults that have a text in their name, test or file,
// and `--serve` kills what `npm run serve` runs. For fuzz, `--frames n` is the same as `--count n`. docs/reliability.md
// explains each, and docs/security.md explains fuzz. Exits with 1 if a promise is broken.
import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";
import { MAX_LAG_EVENTS, MAX_LAG_LENGTH, MAX_RESUME_EVENTS } from "../../src/protocol/limits.ts";
import { checkOutReleaseBefore } from "../support/release-before.ts";
import "../support/rooms-of-day.ts";
import { startServed } from "../support/served.ts";
import { UNLIMITED } from "../support/unlimited.ts";
import { FAULTS, runFaults } from "./faults/run.ts";
import type { FuzzReport } from "./fuzz/fuzz-tally.ts";
import { fuzzInProcess } from "./fuzz/in-process.ts";
import { KINDS } from "./fuzz/mutate.ts";
import { fuzzOverSockets } from "./fuzz/over-sockets.ts";
import { type KillsReport, runKills } from "./kills/run.ts";
import { runBadNetwork } from "./network/run.ts";
import { Random } from "./random.ts";
import { PAIRINGS, startTwoReleases } from "./releases/two-releases.ts";
import {
  describeMachine,
  megabytes,
  print,
  printFigures,
  printVerdict,
  ruleOfThree,
  seconds,
  showProgress,
} from "./report.ts";
import { runReturn } from "./return/run.ts";
import { PROMISED_MS, runHalfOpen } from "./slow/half-open.ts";
import { runStalled, type StalledOptions, type StalledReport } from "./slow/stalled-readers.ts";

/** The default amount of each test. */
const COUNTS = {
  kills: 500,
  releases: 200,
  people: 5_000,
  faults: 2_000,
  peers: 12,
  readers: 20,
  few: 4,
  frames: 1_000_000,
  rooms: 1_000,
};
/** Characters of a long message, and of a short one. */
const LENGTHS = { long: 4_000, short: 20 };
/** Fewest UTF-16 units of a message event without its text. */
const MIN_FIELDS_LENGTH = 200;
/** Messages that bring a reader just past the limit of length, or of events (P3.17): what it misses then fits a resume. */
const JUST_PAST = {
  long: Math.ceil(MAX_LAG_LENGTH / (LENGTHS.long + MIN_FIELDS_LENGTH)),
  short: MAX_LAG_EVENTS + MAX_RESUME_EVENTS / 2,
};
/** Messages written before a measurement, at most. */
const MAX_WARM_UP = 4_000;
/** The share of fuzzed frames that go over sockets, which is about twenty times slower. */
const OVER_SOCKETS = 1 / 8;

interface Options {
  readonly seed: number;
  /** The amount; `undefined` for the default. */
  readonly count: number | undefined;
  /** A part of the names, tests or files of the faults to plant; empty for all. */
  readonly only: string;
  /** Whether the server is that of `npm run serve`, for the proofs that know it. */
  readonly isServed: boolean;
}

/** Each prints its figures and returns the violations, in words. */
const proofs: Readonly<Record<string, (options: Options) => Promise<readonly string[]>>> = {
  kills: proveKills,
  releases: proveReleases,
  return: proveReturn,
  network: proveNetwork,
  slow: proveSlow,
  faults: proveFaults,
  fuzz: proveFuzz,
  day: proveDay,
};

async function proveKills({ count: kills = COUNTS.kills, isServed, seed }: Options): Promise<readonly string[]> {
  const progress = (done: number) => showProgress(done, kills);
  const start = isServed ? { start: () => startServed({ settings: UNLIMITED }) } : {};
  return judgeKills(await runKills({ seed, kills, writers: 20, progress, ...start }));
}

async function proveReleases({ count: kills = COUNTS.releases, seed }: Options): Promise<readonly string[]> {
  const before = await checkOutReleaseBefore();
  try {
    const server = await startTwoReleases(before.root, new Random(seed));
    const progress = (done: number) => showProgress(done, kills);
    const report = await runKills({ seed, kills, writers: 20, progress, start: async () => server });
    print(`The release before is ${before.commit}.`);
    printFigures(Object.fromEntries(PAIRINGS.map((pairing) => [`ran as ${pairing}`, server.ran[pairing]])));
    return judgeKills(report);
  } finally {
    await before.remove();
  }
}

async function proveReturn({ count: people = COUNTS.people }: Options): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const how of ["stop", "kill"] as const) {
    const report = await runReturn({ people, how });
    print(`${people} people, ${how === "stop" ? "sent away with 1012" : "whose sockets drop with 1006"}`);
    printFigures({
      "back in each second": report.returns.join(" "),
      "sockets opened in each second": report.attempts.join(" "),
    });
    broken.push(...report.broken);
  }
  return broken;
}

function judgeKills(report: KillsReport): readonly string[] {
  printFigures({
    "kills with commands in flight": report.kills,
    "further kills, with none": report.idleKills,
    "kills during a resume": report.midResume,
    "commands in flight": report.inFlight,
    "of them stored, not acknowledged": report.storedUnseen,
    "events in the log": report.events,
    resets: report.resets,
    ...report.broken,
    "a kill breaks a promise": ruleOfThree(report.kills),
    "a command is affected": ruleOfThree(report.inFlight),
  });
  const refusals = Map.groupBy(report.refusals, (code) => code);
  return [
    ...report.examples,
    ...Array.from(refusals, ([code, times]) => `the room answered ${code} ${times.length} times`),
  ];
}

async function proveNetwork({ count: faults = COUNTS.faults, seed }: Options): Promise<readonly string[]> {
  const progress = (done: number) => showProgress(done, faults);
  const report = await runBadNetwork({ seed, faults, clients: 16, progress });
  printFigures({
    faults: report.total,
    ...report.faults,
    "events in the log": report.events,
    "commands issued": report.commands.asked,
    "stored, each once": report.commands.stored,
    "rejected for a valid reason": report.commands.refused,
    "inherited after a reload": report.commands.inherited,
    reloads: report.reloads,
    "from the last fault until consistent": seconds(report.recoveryMs),
  });
  return report.broken;
}

async function proveSlow({ count: peers = COUNTS.peers, seed }: Options): Promise<readonly string[]> {
  const { few, readers } = COUNTS;
  const long = { messages: JUST_PAST.long, length: LENGTHS.long };
  const short = { messages: JUST_PAST.short, length: LENGTHS.short };
  const many = { ...long, messages: 2 * long.messages };
  const none = await measure("no reader stalls", { readers: 0, ...many });
  const together = await measure("20 stall, long messages", { readers, ...many });
  const large = await measure("4 stall, long messages, and resume", { readers: few, ...long });
  const small = await measure("4 stall, short messages, and resume", { readers: few, ...short });
  const vanished = await runHalfOpen({ seed, peers });
  const gone = vanished.flatMap(({ goneAfterMs }) => goneAfterMs ?? []);
  const noticed = vanished.flatMap(({ noticedAfterMs }) => noticedAfterMs ?? []);
  printFigures({
    "peers that vanished": vanished.length,
    "gone from presence": gone.length,
    "within at most": seconds(Math.max(...gone)),
    "their own clients noticed": noticed.length,
    "noticed within at most": seconds(Math.max(...noticed)),
  });
  return [
    ...[none, together, large, small].flat(),
    ...vanished.flatMap(({ goneAfterMs, stayedMs }) =>
      goneAfterMs !== undefined && goneAfterMs <= PROMISED_MS
        ? []
        : [
            `P4.5: a peer that vanished after ${seconds(stayedMs)} was present for another ${seconds(goneAfterMs ?? Infinity)}`,
          ],
    ),
  ];
}

async function measure(title: string, options: StalledOptions): Promise<string[]> {
  const report = await runStalled({ ...options, warmUp: Math.min(options.messages, MAX_WARM_UP) });
  const { healthyClosed, memory, stalled, tookMs } = report;
  const most = (key: "events" | "length") => Math.max(0, ...stalled.map((reader) => reader[key]));
  print(title);
  printFigures({
    "  messages": `${options.messages.toLocaleString("en")} of ${options.length.toLocaleString("en")} characters`,
    "  memory before, maximum": `${megabytes(memory.before)}, ${megabytes(memory.peak)}`,
    "  healthy clients done after": seconds(tookMs),
    "  healthy clients closed": healthyClosed.length,
    "  dropped with 4008": stalled.filter(({ code }) => code === 4008).length,
    "  maximum unacknowledged": `${most("events").toLocaleString("en")} events, ${most("length").toLocaleString("en")} UTF-16 units`,
    "  came back with a resume": stalled.filter(({ back }) => back === "resume").length,
  });
  return findBroken(report).map((what) => `${title}: ${what}`);
}

function findBroken({ healthyClosed, stalled }: StalledReport): string[] {
  return [
    ...healthyClosed.map((code) => `P3.8: a healthy client was closed with ${code}`),
    ...stalled.flatMap(({ code, isComplete }) => [
      ...(code === 4008 ? [] : [`P3.8: a stalled reader was closed with ${code}`]),
      ...(isComplete ? [] : ["P4.4: a stalled reader came back and missed something"]),
    ]),
  ];
}

async function proveFaults({ only }: Options): Promise<readonly string[]> {
  const faults = FAULTS.filter(({ caughtBy, name }) => `${caughtBy.file} ${caughtBy.title} ${name}`.includes(only));
  if (faults.length === 0) throw new Error(`no planted fault has "${only}" in its name, its test or the test's file`);
  const outcomes = await runFaults(faults, ({ caught, name, test }) => {
    print(`${caught ? "caught" : "MISSED"}  ${name} → ${test}`);
  });
  print(`${outcomes.length} mistakes`);
  return outcomes.flatMap(({ caught, name }) => (caught ? [] : [`no test caught: ${name}`]));
}

/** Its seed is fixed: the test has one form only. */
async function proveDay({ count: rooms = COUNTS.rooms }: Options): Promise<readonly string[]> {
  const options = { watch: false, project: ["worker"], provide: { roomsOfDay: rooms } };
  const vitest = await startVitest("test", ["test/worker/directory-day.test.ts"], options);
  const failed = vitest.state.getTestModules().filter((module) => !module.ok());
  await vitest.close();
  return failed.map(({ moduleId }) => `${moduleId} failed with ${rooms} rooms`);
}

async function proveFuzz({ count = COUNTS.frames, seed }: Options): Promise<readonly string[]> {
  const overSockets = Math.ceil(count * OVER_SOCKETS);
  const progress = (done: number) => showProgress(done, count);
  const since = performance.now();
  const inProcess = fuzzInProcess({ seed, frames: count - overSockets, progress });
  printFuzz("parsers and room", inProcess, performance.now() - since);
  const before = performance.now();
  const sockets = await fuzzOverSockets({
    seed,
    frames: overSockets,
    progress: (done) => progress(inProcess.frames + done),
  });
  printFuzz("over sockets", sockets, performance.now() - before);
  printFigures({ "  events in the log": sockets.events, "  messages of the canary": sockets.delivered });
  return [...inProcess.broken, ...sockets.broken];
}

function printFuzz(title: string, { closes, errors, frames, kinds }: FuzzReport, tookMs: number): void {
  const sum = (counts: ReadonlyMap<unknown, number>) => [...counts.values()].reduce((total, count) => total + count, 0);
  const list = (counts: ReadonlyMap<unknown, number>) =>
    Array.from(counts)
      .sort(([, one], [, other]) => other - one)
      .map(([what, count]) => `${what} ${count.toLocaleString("en")}`)
      .join(", ");
  print(title);
  printFigures({
    "  frames": frames,
    ...Object.fromEntries(KINDS.filter((kind) => kinds[kind] > 0).map((kind) => [`  ${kind}`, kinds[kind]])),
    "  errors to their sender": sum(errors),
    "  by code": list(errors),
    "  sockets closed": sum(closes),
    "  with code": list(closes),
    "  took": seconds(tookMs),
  });
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    count: { type: "string" },
    frames: { type: "string" },
    only: { type: "string" },
    serve: { type: "boolean" },
  },
});
const [name = ""] = positionals;
const prove = proofs[name];
if (prove === undefined) throw new Error(`expected one of ${Object.keys(proofs).join(", ")}, got "${name}"`);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const asked = values.count ?? values.frames;
const count = asked === undefined ? undefined : Number(asked);
if (!Number.isSafeInteger(seed) || (count !== undefined && !(Number.isSafeInteger(count) && count > 0))) {
  throw new Error("--seed, --count and --frames are whole numbers");
}
print(`${name}, seed ${seed}: ${describeMachine()}`);
const since = performance.now();
const broken = await prove({ seed, count, only: values.only ?? "", isServed: values.serve === true });
print(`took ${seconds(performance.now() - since)}`);
printVerdict(broken);
process.exitCode = broken.length === 0 ? 0 : 1;
