import type { RoundFigure } from "./figures.ts";
import { type Comparison, type Ratio, ratioOf } from "./ratios.ts";

/** A goal for a comparison: its median counts. */
export interface Goal extends Comparison {
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The unit of a value that stands for itself. */
  readonly unit?: "bytes" | "sockets" | "times";
  /**
   * The run fails below this: half of the goal, or half of the value that was reached if docs/performance.md says why
   * the goal was not. Only for values that are stable on a busy machine.
   */
  readonly failsBelow?: number;
}

const throughput = { scenario: "saturation", value: "deliveriesPerSecond", system: "parley" } as const;
const unicode = { ...throughput, system: "parley-unicode", over: "parley", atLeast: 0.9 } as const;
/** The storage commit is not part of the room's latency: it is the extra time of `stored` over `bare`. */
const latency = { scenario: "quiet", system: "parley", over: "bare", aside: "stored", atMost: 1.5 } as const;
const besideStored = { scenario: "quiet", system: "parley", over: "stored", value: "p50Ms", atMost: 1.2 } as const;
const overload = { scenario: "overload", system: "parley" } as const;
const OVERLOADED_ROOMS = [100, 1_000, 5_000] as const;
/** An object has 128 MB. */
const MAX_GROWN_BYTES = 100_000_000;

/** Parley's goals. */
export const GOALS: readonly Goal[] = [
  { ...throughput, receivers: 1_000, over: "demo", atLeast: 100, failsBelow: 25 },
  { ...throughput, receivers: 1_000, over: "bun", atLeast: 2, failsBelow: 0.2 },
  { ...throughput, receivers: 100, over: "bun", atLeast: 1 },
  { ...throughput, receivers: 100, over: "ws", atLeast: 35, failsBelow: 5 },
  { ...throughput, receivers: 10, over: "ws", atLeast: 2, failsBelow: 1 },
  ...[10, 100, 1_000].flatMap((receivers): Goal[] => [
    { ...unicode, receivers },
    { ...unicode, receivers, over: "parley-long" },
  ]),
  ...[10, 100].map((receivers) => ({ ...besideStored, receivers })),
  { ...latency, receivers: 10, value: "p50Ms" },
  { ...latency, receivers: 10, value: "p99Ms" },
  { ...latency, receivers: 100, value: "p50Ms" },
  { ...latency, receivers: 100, value: "p99Ms" },
  ...OVERLOADED_ROOMS.flatMap((receivers): Goal[] => [
    { ...overload, receivers, value: "overloadGrownBytes", atMost: MAX_GROWN_BYTES, unit: "bytes" },
    { ...overload, receivers, value: "closed", atMost: 0, unit: "sockets" },
  ]),
  { scenario: "memory", receivers: 5_000, value: "bytesPerSocket", system: "parley", over: "bare", atMost: 1.15 },
  // The flooded room compared with itself, undisturbed.
  { scenario: "flood", receivers: 100, value: "timesQuietP99", system: "parley", atMost: 2, unit: "times" },
];

export interface Verdict {
  readonly goal: Goal;
  readonly ratio: Ratio;
  readonly reached: boolean;
  /** The value is below the failure limit. */
  readonly failed: boolean;
  /** The same, but other work on the machine, or the generator, may be the reason. */
  readonly isVoid: boolean;
}

/** Judges the medians, and skips goals with a missing side. */
export function judge(figures: readonly RoundFigure[]): Verdict[] {
  return GOALS.flatMap((goal) => {
    const ratio = ratioOf(goal, figures);
    if (ratio === undefined) return [];
    const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY, failsBelow = 0 } = goal;
    const { median } = ratio;
    const isLow = median < failsBelow;
    return [
      {
        goal,
        ratio,
        reached: median >= atLeast && median <= atMost,
        failed: isLow && !ratio.isVoid,
        isVoid: isLow && ratio.isVoid,
      },
    ];
  });
}
