// `npm run bench`: Parley and its peers, one after the other, on one core each. docs/performance.md explains it.

import type { Figure } from "./figures.ts";
import { judge, type Verdict } from "./goals.ts";
import { installIn } from "./install.ts";
import { measure } from "./measure.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { writeDocs } from "./report/docs.ts";
import { loadRun, saveRun } from "./report/results.ts";
import { describeRun, type Run } from "./report/run-record.ts";
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
    const kept = loadRun(options.from);
    show({ ...kept, verdicts: judge(kept.figures) }, options);
    return;
  }
  const { profile, withinMs } = options;
  const notInstalled = installPeers();
  // A hung run says nothing about order or ratios, so it is reported without waiting longer.
  const overdue = setTimeout(() => {
    process.stderr.write("void: the run did not finish in time\n");
    process.exit();
  }, withinMs + OVERDUE_MS);
  const { figures, missing } = await measure(profile, performance.now() + withinMs);
  clearTimeout(overdue);
  const run: Run = { ...describeRun(args), figures, verdicts: judge(figures) };
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

function show(run: Run, { write }: Options): void {
  process.stdout.write(`\n${renderReport(run)}\n`);
  if (write) writeDocs(run);
}

/** The reasons to fail a run: wrong order, loss, or a value below its failure limit. */
function findWrongs({ figures, verdicts }: Run): string[] {
  const broken = figures.filter(({ system }) => OWN.test(system)).flatMap(describeBroken);
  return [...broken, ...verdicts.filter(({ failed }) => failed).map(describeLow)];
}

/** Inconclusive results: a peer that failed, or a ratio that other work on the machine may have caused. */
function findVoids({ figures, verdicts }: Run): string[] {
  const broken = figures.filter(({ system }) => !OWN.test(system)).flatMap(describeBroken);
  return [...broken, ...verdicts.filter(({ isVoid }) => isVoid).map(describeLow)];
}

function describeBroken({ broken, receivers, scenario, system }: Figure): string[] {
  return broken.map((reason) => `${system}, ${scenario}, ${receivers} receivers: ${reason}`);
}

function describeLow({ goal, ratio }: Verdict): string {
  return `${goal.scenario}, ${goal.receivers} receivers: ${ratio.toFixed(2)} × ${goal.over}, below ${goal.failsBelow} ×`;
}

await main(process.argv.slice(2));
