import type { RoundFigure, ScenarioName } from "./figures.ts";
import { type RemoteGenerator, startGenerator } from "./generator/generator-process.ts";
import { judge } from "./goals.ts";
import { findDisturbed, type Timing } from "./machine/disturbance.ts";
import { type Stopwatch, startStopwatch } from "./machine/stopwatch.ts";
import { planFurtherRounds, planRounds, type Task } from "./plan.ts";
import type { Profile } from "./profiles.ts";
import { flood } from "./scenarios/flood.ts";
import { history } from "./scenarios/history.ts";
import { memory } from "./scenarios/memory.ts";
import { overload } from "./scenarios/overload.ts";
import { quiet } from "./scenarios/quiet.ts";
import { resume } from "./scenarios/resume-storm.ts";
import { saturation } from "./scenarios/saturation.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { stalled } from "./scenarios/stalled.ts";
import { storms } from "./scenarios/storms.ts";
import { findSystem } from "./systems/index.ts";

const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  quiet,
  saturation,
  overload,
  storms,
  resume,
  history,
  memory,
  stalled,
  flood,
};
/** Scenarios that offer a multiple of what the room carries. */
const NEED_EDGE: readonly ScenarioName[] = ["overload", "stalled"];

/** The results of a run, and the reasons for missing ones. */
export interface Measured {
  readonly figures: readonly RoundFigure[];
  /** Neither a pass nor a failure: a system did not start, or the time was over. */
  readonly missing: readonly string[];
  /** For each step, whether the machine itself was disturbed. */
  readonly disturbed: readonly boolean[];
}

/**
 * Measures everything in a profile. A system that fails in a scenario does not stop the others. Ratios below their
 * failure limit are measured in further rounds, because every machine has other work.
 *
 * @param deadline by `performance.now()`: nothing starts after it
 */
export async function measure(profile: Profile, deadline: number): Promise<Measured> {
  const generator = startGenerator();
  const stopwatch = await startStopwatch();
  const measurement = new Measurement(profile, deadline, generator, stopwatch, await stopwatch.time());
  await measurement.run(planRounds(profile, ({ scenario, system }) => findSystem(system).takesPartIn(scenario)));
  await measurement.run(planFurtherRounds(judge(measurement.read().figures)));
  await stopwatch.stop();
  await generator.stop();
  return measurement.read();
}

class Measurement {
  readonly #profile: Profile;
  readonly #deadline: number;
  readonly #generator: RemoteGenerator;
  readonly #stopwatch: Stopwatch;
  /** Timings of the fixed work: one before the first step, and one after each. */
  readonly #timings: Timing[];
  readonly #figures: { readonly figure: RoundFigure; readonly step: number }[] = [];
  readonly #missing: string[] = [];
  /** Messages per second that a system carries, by system and size. */
  readonly #edges = new Map<string, number>();
  #rounds = 0;

  constructor(
    profile: Profile,
    deadline: number,
    generator: RemoteGenerator,
    stopwatch: Stopwatch,
    firstTiming: Timing,
  ) {
    this.#profile = profile;
    this.#deadline = deadline;
    this.#generator = generator;
    this.#stopwatch = stopwatch;
    this.#timings = [firstTiming];
  }

  async run(rounds: readonly (readonly Task[])[]): Promise<void> {
    for (const tasks of rounds) {
      this.#rounds += 1;
      for (const [done, task] of tasks.entries()) {
        const label = `[round ${this.#rounds}, ${done + 1}/${tasks.length}] ${task.system}, ${task.scenario}`;
        await this.#step(task, (text) => process.stderr.write(`${label}: ${text}\n`));
      }
    }
  }

  read(): Measured {
    const disturbed = findDisturbed(this.#timings);
    const figures = this.#figures.map(({ figure, step }) =>
      disturbed[step] === true ? { ...figure, isDisturbed: true } : figure,
    );
    return { figures, missing: this.#missing, disturbed };
  }

  async #step(task: Task, progress: (text: string) => void): Promise<void> {
    const { receivers, scenario, system } = task;
    if (performance.now() > this.#deadline) {
      this.#missing.push(`${system}, ${scenario}, ${receivers} receivers: no time left`);
      return;
    }
    const step = this.#timings.length - 1;
    try {
      if (NEED_EDGE.includes(scenario) && !this.#edges.has(keyOf(task))) {
        const brief = { ...this.#profile, halvings: 0, tries: 1 };
        for await (const _ of this.#perform({ ...task, scenario: "saturation" }, brief, progress));
      }
      // Keeps the results from before a failure.
      for await (const figure of this.#perform(task, this.#profile, progress)) this.#figures.push({ figure, step });
    } catch (error) {
      const reason = `${system}, ${scenario}: ${error instanceof Error ? error.message : error}`;
      this.#missing.push(reason);
      progress(reason);
    }
    this.#timings.push(await this.#stopwatch.time());
  }

  async *#perform(task: Task, profile: Profile, progress: (text: string) => void): AsyncGenerator<RoundFigure> {
    const { receivers, scenario } = task;
    const system = findSystem(task.system);
    const running = await system.start(scenario);
    const edge = this.#edges.get(keyOf(task));
    const context = { system, running, generator: this.#generator, profile, receivers, progress };
    try {
      for await (const figure of SCENARIOS[scenario]({ ...context, ...(edge === undefined ? {} : { edge }) })) {
        const { messagesPerSecond } = figure.values;
        if (scenario === "saturation" && messagesPerSecond !== undefined)
          this.#edges.set(keyOf(task), messagesPerSecond);
        yield { ...figure, round: this.#rounds };
      }
    } finally {
      await this.#generator.call("leave");
      await running.stop();
    }
  }
}

function keyOf({ receivers, system }: Task): string {
  return `${system} ${receivers}`;
}
