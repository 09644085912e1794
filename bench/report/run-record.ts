import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, release, totalmem, type } from "node:os";
import type { RoundFigure, Summary } from "../figures.ts";
import type { Verdict } from "../goals.ts";
import type { Ratio } from "../ratios.ts";
import { canPin } from "../systems/cores.ts";

/** One saved run. */
export interface Run extends RunDescription {
  /** Every figure of every round. */
  readonly rounds: readonly RoundFigure[];
  /** The rounds together. */
  readonly figures: readonly Summary[];
  readonly ratios: Readonly<Record<string, Ratio>>;
  readonly verdicts: readonly Verdict[];
  /** For each step, whether the machine itself was disturbed. */
  readonly disturbed: readonly boolean[];
}

export interface RunDescription {
  readonly date: string;
  readonly command: string;
  readonly machine: string;
  /** Versions by package. */
  readonly versions: Readonly<Record<string, string>>;
}

/** When, how and on which machine this run is made. */
export function describeRun(args: readonly string[]): RunDescription {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const cores = canPin ? "the server on one core, the generator on another" : "server and generator share the cores";
  return {
    date: new Date().toISOString().slice(0, 10),
    command: ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" "),
    machine: `${first?.model.trim() ?? "unknown"}, ${cpus().length} cores, ${gigabytes} GB, ${type()} ${release()}; ${cores}`,
    versions: readVersions(),
  };
}

/** The portions of a run on one machine as one run. Each keeps its own rounds, so that ratios stay within one. */
export function joinRuns(portions: readonly Run[]): Run {
  const [first] = portions;
  if (first === undefined) throw new Error("no run");
  if (portions.length === 1) return first;
  let before = 0;
  const rounds = portions.flatMap((run) => {
    if (run.machine !== first.machine) throw new Error(`${run.machine} is not ${first.machine}`);
    const own = run.rounds.map((figure) => ({ ...figure, round: figure.round + before }));
    before = Math.max(before, ...own.map(({ round }) => round));
    return own;
  });
  const command = `npm run bench (in ${portions.length} portions)`;
  return { ...first, command, rounds, disturbed: portions.flatMap(({ disturbed }) => disturbed) };
}

function readVersions(): Record<string, string> {
  const own = createRequire(import.meta.url);
  // The workerd that wrangler depends on.
  const wrangler = createRequire(own.resolve("wrangler"));
  const peers = ["ws", "socket.io", "partyserver", "bun"].map((name) => [name, versionOf(own, name)]);
  return {
    node: process.versions.node,
    workerd: versionOf(wrangler, "workerd"),
    wrangler: versionOf(own, "wrangler"),
    ...Object.fromEntries(peers),
  };
}

/** Reads the package's own file, which not every package exports. */
function versionOf(require: NodeJS.Require, name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      const { version }: { version: unknown } = JSON.parse(readFileSync(`${folder}/${name}/package.json`, "utf8"));
      return String(version);
    } catch {
      // Not in this folder.
    }
  }
  return "unknown";
}
