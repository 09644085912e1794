// `npm run bench`: Parley and its peers, one after the other, on one core each time. docs/performance.md says how.

import type { Figure, ScenarioName } from "./figures.ts";
import { startGenerator } from "./generator/remote.ts";
import { judge } from "./goals.ts";
import { installIn } from "./install.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { writeDocs } from "./report/docs.ts";
import { loadRun, saveRun } from "./report/results.ts";
import { describeRun, type Run } from "./report/run-record.ts";
import { renderReport } from "./report/tables.ts";
import { flood } from "./scenarios/flood.ts";
import { memory } from "./scenarios/memory.ts";
import { quiet } from "./scenarios/quiet.ts";
import { resume } from "./scenarios/resume.ts";
import { saturation } from "./scenarios/saturation.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { stalled } from "./scenarios/stalled.ts";
import { storms } from "./scenarios/storms.ts";
import { SYSTEMS } from "./systems/index.ts";

const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  quiet,
  saturation,
  storms,
  resume,
  memory,
  stalled,
  flood,
};

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
  // Of the install scripts there is only the one that links Bun's binary, which is found without it.
  installIn(new URL("./", import.meta.url), "the peers");
  const { errors, figures } = await measure(options);
  const run: Run = { ...describeRun(args), figures, verdicts: judge(figures) };
  show(run, options);
  process.stdout.write(`\n${saveRun(run)}\n`);
  for (const reason of [...errors, ...findWrongs(run)]) {
    process.stderr.write(`wrong: ${reason}\n`);
    process.exitCode = 1;
  }
}

function show(run: Run, { write }: Options): void {
  process.stdout.write(`\n${renderReport(run)}\n`);
  if (write) writeDocs(run);
}

/** Why a run fails: wrong order, loss, or less than half of a goal that gates. */
function findWrongs({ figures, verdicts }: Run): string[] {
  const broken = figures.flatMap((figure) => {
    return figure.broken.map(
      (reason) => `${figure.system}, ${figure.scenario}, ${figure.receivers} receivers: ${reason}`,
    );
  });
  const low = verdicts
    .filter(({ failed }) => failed)
    .map(
      ({ goal, ratio }) =>
        `${goal.scenario}, ${goal.receivers} receivers: ${ratio.toFixed(2)} × ${goal.over}, below half of the goal`,
    );
  return [...broken, ...low];
}

/** A system that fails a scenario fails the run, and does not keep the others from being measured. */
async function measure({ profile }: Options) {
  const figures: Figure[] = [];
  const errors: string[] = [];
  const generator = startGenerator();
  const pairs = profile.systems.flatMap((name) =>
    profile.scenarios
      .filter((scenario) => !profile.skips[name]?.includes(scenario))
      .map((scenario) => ({ name, scenario })),
  );
  for (const [done, { name, scenario }] of pairs.entries()) {
    const system = SYSTEMS.find((one) => one.name === name);
    if (system === undefined) throw new Error(`there is no system ${name}`);
    const progress = (text: string) =>
      process.stderr.write(`[${done + 1}/${pairs.length}] ${name}, ${scenario}: ${text}\n`);
    try {
      const running = await system.start();
      try {
        for await (const figure of SCENARIOS[scenario]({ system, running, generator, profile, progress }))
          figures.push(figure);
      } finally {
        await generator.call("leave");
        await running.stop();
      }
    } catch (error) {
      errors.push(`${name}, ${scenario}: ${error instanceof Error ? error.message : error}`);
      progress(errors.at(-1) ?? "");
    }
  }
  await generator.stop();
  return { figures, errors };
}

await main(process.argv.slice(2));
