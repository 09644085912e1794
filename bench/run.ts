// `npm run bench`: Parley and its peers, one after the other, on one core each time. docs/performance.md says how.

import type { Figure } from "./figures.ts";
import { judge, type Verdict } from "./goals.ts";
import { installIn } from "./install.ts";
import { measure } from "./measure.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { writeDocs } from "./report/docs.ts";
import { loadRun, saveRun } from "./report/results.ts";
import { describeRun, type Run } from "./report/run-record.ts";
import { renderReport } from "./report/tables.ts";

/** A call that never comes back is given up this long after the time that the run was given. */
const OVERDUE_MS = 90_000;
/** The systems whose order and completeness are ours to keep. */
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
  // What hangs says nothing about order or ratios; whoever waits for this run is told, and waits no longer.
  const overdue = setTimeout(() => {
    process.stderr.write("void: the run did not come to its end in time\n");
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

/** @returns why it failed, if it did: what needs no package is measured all the same */
function installPeers(): string[] {
  try {
    // Of the install scripts there is only the one that links Bun's binary, which is found without it.
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

/** Why a run fails: wrong order, loss, or less than it has to reach. */
function findWrongs({ figures, verdicts }: Run): string[] {
  const broken = figures.filter(({ system }) => OWN.test(system)).flatMap(describeBroken);
  return [...broken, ...verdicts.filter(({ failed }) => failed).map(describeLow)];
}

/** What says nothing: a peer that went wrong, and a ratio that other work on the machine may have made. */
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
