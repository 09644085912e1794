import type { ScenarioName } from "./figures.ts";
import { GOALS, type Goal, type Verdict } from "./goals.ts";
import type { Profile } from "./profiles.ts";
import type { Comparison } from "./ratios.ts";

/** One scenario on one system, at one size. */
export interface Task {
  readonly system: string;
  readonly scenario: ScenarioName;
  readonly receivers: number;
}

/** Scenarios that take minutes, and are measured once. */
const ONCE: readonly ScenarioName[] = ["overload"];
/** Further rounds for a ratio below its failure limit: then the median of three decides. */
const FURTHER_ROUNDS = 2;

/**
 * The tasks of each round: in the first everything, in the others what the goals compare. All systems take turns at each size, and in reverse order in every second round: a machine
 * that becomes slower meanwhile slows all of them.
 *
 * @param isMeasured whether a system takes part in a scenario
 */
export function planRounds(profile: Profile, isMeasured: (task: Task) => boolean): Task[][] {
  const { isForGoals, repeats, scenarios, sizes, systems } = profile;
  return Array.from({ length: repeats }, (_, round) => {
    const ordered = round % 2 === 0 ? systems : systems.toReversed();
    const tasks = scenarios
      .flatMap((scenario) =>
        sizes[scenario].flatMap((receivers) => ordered.map((system) => ({ system, scenario, receivers }))),
      )
      .filter(isMeasured)
      .filter((task) => round === 0 || isRepeated(task));
    if (!isForGoals) return tasks;
    // What gates comes first, in case the time runs out.
    const compared = (goals: readonly Goal[]) => tasks.filter((task) => goals.some((goal) => isSideOf(task, goal)));
    return [...new Set([...compared(GOALS.filter(({ failsBelow }) => failsBelow !== undefined)), ...compared(GOALS)])];
  });
}

/** More rounds of both sides of each ratio that is below its failure limit. */
export function planFurtherRounds(verdicts: readonly Verdict[]): Task[][] {
  const failed = verdicts.filter((verdict) => verdict.failed).map(({ goal }) => goal);
  const tasks = new Map<string, Task>();
  for (const goal of failed) {
    for (const system of sidesOf(goal)) {
      const { receivers, scenario } = goal;
      tasks.set(`${system} ${scenario} ${receivers}`, { system, scenario, receivers });
    }
  }
  return tasks.size === 0 ? [] : Array.from({ length: FURTHER_ROUNDS }, () => [...tasks.values()]);
}

/** What the goals compare is repeated, and so is the most that the peers could do. */
function isRepeated(task: Task): boolean {
  const plain = { ...task, system: task.system.replace("-gathering", "") };
  return !ONCE.includes(task.scenario) && GOALS.some((goal) => isSideOf(plain, goal));
}

function isSideOf({ receivers, scenario, system }: Task, goal: Comparison): boolean {
  return goal.scenario === scenario && goal.receivers === receivers && sidesOf(goal).includes(system);
}

function sidesOf({ aside, over, system }: Comparison): string[] {
  return [system, over, aside].filter((name) => name !== undefined);
}
