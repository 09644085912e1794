import { type Figure, findFigure, findValue, type ScenarioName } from "./figures.ts";

/** A goal: the ratio of two systems' values in the same run. */
export interface Goal {
  readonly scenario: ScenarioName;
  readonly receivers: number;
  readonly value: string;
  readonly over: string;
  /** The extra time of this system over `over` is subtracted. */
  readonly aside?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /**
   * The run fails below this: half of the goal, or half of the value that was reached if docs/performance.md says why
   * the goal was not. Only for values that are stable on a busy machine.
   */
  readonly failsBelow?: number;
}

const throughput = { scenario: "saturation", value: "deliveriesPerSecond" } as const;
/** The storage commit is not part of the room's latency: it is the extra time of `stored` over `bare`. */
const latency = { scenario: "quiet", over: "bare", aside: "stored", atMost: 1.5 } as const;

/** Parley's goals. */
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
  // The flooded room compared with itself, undisturbed.
  { scenario: "flood", receivers: 100, value: "timesQuietP99", over: "", atMost: 2 },
];

export interface Verdict {
  readonly goal: Goal;
  readonly ratio: number;
  readonly reached: boolean;
  /** The value is below the failure limit. */
  readonly failed: boolean;
  /** The same, but other work on the machine, or the generator, may be the reason. */
  readonly isVoid: boolean;
}

/** Judges the measurements, and skips goals with a missing side. */
export function judge(figures: readonly Figure[]): Verdict[] {
  return GOALS.flatMap((goal) => {
    const { aside, atLeast, atMost, failsBelow = 0, over, receivers, scenario, value } = goal;
    const own = findValue(figures, scenario, "parley", receivers, value);
    const other = over === "" ? 1 : findValue(figures, scenario, over, receivers, value);
    const beside = aside === undefined ? other : findValue(figures, scenario, aside, receivers, value);
    if (own === undefined || other === undefined || beside === undefined) return [];
    // On a busy machine, a difference of two quantiles can be anything.
    const ratio = Math.max(0, own - (beside - other)) / other;
    const reached = ratio >= (atLeast ?? 0) && ratio <= (atMost ?? Number.POSITIVE_INFINITY);
    const isLow = ratio < failsBelow;
    const sides = ["parley", over].map((system) => findFigure(figures, scenario, system, receivers));
    const isVoid = isLow && (sides.some((side) => side?.isDisturbed) || sides[0]?.atLeast === true);
    return [{ goal, ratio, reached, failed: isLow && !isVoid, isVoid }];
  });
}
