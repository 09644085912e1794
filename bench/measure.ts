import type { Figure, ScenarioName } from "./figures.ts";
import { type RemoteGenerator, startGenerator } from "./generator/generator-process.ts";
import { judge } from "./goals.ts";
import type { Profile } from "./profiles.ts";
import { flood } from "./scenarios/flood.ts";
import { history } from "./scenarios/history.ts";
import { memory } from "./scenarios/memory.ts";
import { quiet } from "./scenarios/quiet.ts";
import { resume } from "./scenarios/resume-storm.ts";
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
  history,
  memory,
  stalled,
  flood,
};

/** The results of a run, and the reasons for missing ones. */
export interface Measured {
  readonly figures: readonly Figure[];
  /** Neither a pass nor a failure: a system did not start, or the time was over. */
  readonly missing: readonly string[];
}

/** One scenario on one system. */
interface Task {
  readonly name: string;
  readonly scenario: ScenarioName;
  readonly profile: Profile;
}

/**
 * Measures everything in a profile. A system that fails in a scenario does not stop the others. Values below the
 * failure limit are measured once more, because every machine has other work.
 *
 * @param deadline by `performance.now()`: nothing starts after it
 */
export async function measure(profile: Profile, deadline: number): Promise<Measured> {
  const generator = startGenerator();
  const missing: string[] = [];
  const run = async (tasks: readonly Task[]): Promise<Figure[]> => {
    const figures: Figure[] = [];
    for (const [done, task] of tasks.entries()) {
      const label = `[${done + 1}/${tasks.length}] ${task.name}, ${task.scenario}`;
      const progress = (text: string) => process.stderr.write(`${label}: ${text}\n`);
      if (performance.now() > deadline) {
        missing.push(`${task.name}, ${task.scenario}: no time left`);
        continue;
      }
      try {
        // Keeps the results from before a failure.
        for await (const figure of perform(task, generator, progress)) figures.push(figure);
      } catch (error) {
        missing.push(`${task.name}, ${task.scenario}: ${error instanceof Error ? error.message : error}`);
        progress(missing.at(-1) ?? "");
      }
    }
    return figures;
  };
  const first = await run(tasksOf(profile));
  const again = await run(tasksBelow(first, profile));
  await generator.stop();
  const isRepeated = (one: Figure) => again.some((other) => isSame(one, other));
  return { figures: [...first.filter((figure) => !isRepeated(figure)), ...again], missing };
}

function tasksOf(profile: Profile): Task[] {
  return profile.systems.flatMap((name) =>
    profile.scenarios
      .filter((scenario) => !profile.skips[name]?.includes(scenario))
      .map((scenario) => ({ name, scenario, profile })),
  );
}

/** Both sides of each ratio that is below its failure limit. */
function tasksBelow(figures: readonly Figure[], profile: Profile): Task[] {
  const sides = judge(figures)
    .filter(({ failed }) => failed)
    .flatMap(({ goal: { over, receivers, scenario } }) => [
      { name: "parley", scenario, receivers },
      { name: over, scenario, receivers },
    ]);
  const tasks = new Map<string, Task>();
  for (const { name, receivers, scenario } of sides) {
    tasks.set(`${name} ${scenario} ${receivers}`, { name, scenario, profile: { ...profile, sizes: [receivers] } });
  }
  return [...tasks.values()];
}

function isSame(one: Figure, other: Figure): boolean {
  return one.scenario === other.scenario && one.system === other.system && one.receivers === other.receivers;
}

async function* perform(
  { name, profile, scenario }: Task,
  generator: RemoteGenerator,
  progress: (text: string) => void,
): AsyncGenerator<Figure> {
  const system = SYSTEMS.find((one) => one.name === name);
  if (system === undefined) throw new Error(`unknown system ${name}`);
  const running = await system.start(scenario);
  try {
    yield* SCENARIOS[scenario]({ system, running, generator, profile, progress });
  } finally {
    await generator.call("leave");
    await running.stop();
  }
}
