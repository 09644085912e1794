import { type Figure, findFigure, findValue, type ScenarioName } from "./figures.ts";

/** A ratio to reach: the value of one system over that of another, in the same run. */
export interface Goal {
  readonly scenario: ScenarioName;
  readonly receivers: number;
  readonly value: string;
  readonly over: string;
  /** What this system takes longer than `over` is left out of the account. */
  readonly aside?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /**
   * The run fails below this: half of the goal, or half of what was reached where docs/performance.md says why the goal was not.
   * Only for what stays steady on a machine that does other things as well.
   */
  readonly failsBelow?: number;
}

const throughput = { scenario: "saturation", value: "deliveriesPerSecond" } as const;
/** Storage's own commit is no part of the room's latency: it is what `stored` takes longer than `bare`. */
const latency = { scenario: "quiet", over: "bare", aside: "stored", atMost: 1.5 } as const;

/** What Parley is measured by. */
export const GOALS: readonly Goal[] = [
  { ...throughput, receivers: 1_000, over: "demo", atLeast: 100, failsBelow: 25 },
  { ...throughput, receivers: 1_000, over: "bun", atLeast: 2, failsBelow: 0.2 },
  { ...throughput, receivers: 100, over: "ws", atLeast: 25, failsBelow: 5 },
  { ...throughput, receivers: 10, over: "ws", atLeast: 2, failsBelow: 1 },
  { ...latency, receivers: 10, value: "p50Ms" },
  { ...latency, receivers: 10, value: "p99Ms" },
  { ...latency, receivers: 100, value: "p50Ms" },
  { ...latency, receivers: 100, value: "p99Ms" },
  { scenario: "memory", receivers: 5_000, value: "bytesPerSocket", over: "bare", atMost: 1.15 },
  // The flooded room over itself, undisturbed.
  { scenario: "flood", receivers: 100, value: "timesQuietP99", over: "", atMost: 2 },
];

export interface Verdict {
  readonly goal: Goal;
  readonly ratio: number;
  readonly reached: boolean;
  /** It is below what the run has to reach. */
  readonly failed: boolean;
  /** The same, but other work on the machine, or the generator, may be why. */
  readonly isVoid: boolean;
}

/** Judges what was measured; a goal of which a side is missing is left out. */
export function judge(figures: readonly Figure[]): Verdict[] {
  return GOALS.flatMap((goal) => {
    const { aside, atLeast, atMost, failsBelow = 0, over, receivers, scenario, value } = goal;
    const own = findValue(figures, scenario, "parley", receivers, value);
    const other = over === "" ? 1 : findValue(figures, scenario, over, receivers, value);
    const beside = aside === undefined ? other : findValue(figures, scenario, aside, receivers, value);
    if (own === undefined || other === undefined || beside === undefined) return [];
    // On a machine that does other things as well, a difference of two quantiles can come out as anything.
    const ratio = Math.max(0, own - (beside - other)) / other;
    const reached = ratio >= (atLeast ?? 0) && ratio <= (atMost ?? Number.POSITIVE_INFINITY);
    const isLow = ratio < failsBelow;
    const sides = ["parley", over].map((system) => findFigure(figures, scenario, system, receivers));
    const isVoid = isLow && (sides.some((side) => side?.isDisturbed) || sides[0]?.atLeast === true);
    return [{ goal, ratio, reached, failed: isLow && !isVoid, isVoid }];
  });
}
