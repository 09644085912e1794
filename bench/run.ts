// `npm run bench`: Parley and its peers in turn, on one core each. docs/performance.md explains it.

import { type Figure, type RoundFigure, summarize } from "./figures.ts";
import { judge, type Verdict } from "./goals.ts";
import { installIn } from "./install.ts";
import { isVoidRun } from "./machine/disturbance.ts";
import { measure } from "./measure.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { ratiosOf } from "./ratios.ts";
import { writeDocs } from "./report/docs.ts";
import { loadRun, saveRun, writeJson } from "./report/results.ts";
import { describeRun, joinRuns, type Run } from "./report/run-record.ts";
import { renderReport } from "./report/tables.ts";

/** A call that never returns is abandoned this long after the end of the allowed time. */
const OVERDUE_MS = 90_000;
/** The systems whose order and completeness this project must guarantee. */
const OWN = /^parley/;

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (options.from !== undefined) {
    const saved = joinRuns(options.from.map(loadRun));
    show({ ...saved, ...evaluate(saved.rounds) }, options);
    return;
  }
  const { profile, withinMs } = options;
  const notInstalled = installPeers();
  // A hung run says nothing about order or ratios, so it is reported without waiting longer.
  const overdue = setTimeout(() => {
    process.stderr.write("void: the run did not finish in time\n");
    process.exit();
  }, withinMs + OVERDUE_MS);
  const { disturbed, figures, missing } = await measure(profile, performance.now() + withinMs);
  clearTimeout(overdue);
  const run: Run = { ...describeRun(args), ...evaluate(figures), rounds: figures, disturbed };
  show(run, options);
  process.stdout.write(`\n${saveRun(run)}\n`);
  for (const reason of [...notInstalled, ...missing, ...findVoids(run)]) process.stderr.write(`void: ${reason}\n`);
  for (const reason of findWrongs(run)) {
    process.stderr.write(`wrong: ${reason}\n`);
    process.exitCode = 1;
  }
}

/** @returns the error of an install that failed; systems without packages are measured anyway */
function installPeers(): string[] {
  try {
    // The only install script links Bun's binary, which is found without it.
    installIn(new URL("./", import.meta.url), "the peers");
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function evaluate(rounds: readonly RoundFigure[]): Pick<Run, "figures" | "ratios" | "verdicts"> {
  return { figures: summarize(rounds), ratios: ratiosOf(rounds), verdicts: judge(rounds) };
}

function show(run: Run, { json, write }: Options): void {
  process.stdout.write(`\n${renderReport(run)}\n`);
  if (json !== undefined) writeJson(json, run);
  // Figures of a disturbed machine are no figures of the room.
  if (write && !isVoidRun(run.disturbed)) writeDocs(run);
}

/** The reasons to fail a run: wrong order, loss, or a value below its failure limit. */
function findWrongs({ figures, verdicts }: Run): string[] {
  const broken = figures.filter(({ system }) => OWN.test(system)).flatMap(describeBroken);
  return [...broken, ...verdicts.filter(({ failed }) => failed).map(describeLow)];
}

/** Inconclusive results: a disturbed machine, a peer that failed, or a ratio that other work may have caused. */
function findVoids({ disturbed, figures, verdicts }: Run): string[] {
  const steps = disturbed.filter(Boolean).length;
  const machine = `the machine was disturbed in ${steps} of ${disturbed.length} steps: `;
  const ofSteps = steps === 0 ? [] : [`${machine}${isVoidRun(disturbed) ? "the run is void" : "these do not count"}`];
  const broken = figures.filter(({ system }) => !OWN.test(system)).flatMap(describeBroken);
  return [...ofSteps, ...broken, ...verdicts.filter(({ isVoid }) => isVoid).map(describeLow)];
}

function describeBroken({ broken, receivers, scenario, system }: Figure): string[] {
  return broken.map((reason) => `${system}, ${scenario}, ${receivers} receivers: ${reason}`);
}

function describeLow({ goal: { failsBelow, over, receivers, scenario, system }, ratio: { median } }: Verdict): string {
  return `${scenario}, ${receivers} receivers: ${system} ${median.toFixed(2)} × ${over}, below ${failsBelow} ×`;
}

await main(process.argv.slice(2));
