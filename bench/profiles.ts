import type { ScenarioName } from "./figures.ts";

/** The amount of everything in a run. */
export interface Profile {
  readonly systems: readonly string[];
  readonly scenarios: readonly ScenarioName[];
  /** Connected clients of each scenario. */
  readonly sizes: Readonly<Record<ScenarioName, readonly number[]>>;
  /** Rounds of what the goals compare. */
  readonly repeats: number;
  /** Whether to measure only what the goals compare. */
  readonly isForGoals: boolean;
  readonly quietMessages: number;
  /** Milliseconds that a rate is offered: while searching for its order of magnitude, and while measuring. */
  readonly probeMs: number;
  readonly windowMs: number;
  /** Halvings, on a scale of ratios, between the highest sustained rate and the lowest unsustained one. */
  readonly halvings: number;
  /** Attempts at a rate that is not sustained, because every machine has other work. */
  readonly tries: number;
  /** Milliseconds that four times the capacity is offered. */
  readonly overloadMs: number;
}

const FULL: Profile = {
  systems: [
    "parley",
    "parley-unicode",
    "parley-long",
    "parley-single",
    "parley-dev",
    "demo",
    "bare",
    "stored",
    "stored-gathering",
    "partyserver",
    "ws",
    "ws-gathering",
    "socket.io",
    "bun",
    "bun-gathering",
  ],
  scenarios: ["quiet", "saturation", "overload", "storms", "resume", "history", "memory", "stalled", "flood"],
  sizes: {
    quiet: [10, 100],
    saturation: [10, 100, 1_000, 5_000],
    overload: [100, 1_000, 5_000],
    storms: [5_000],
    resume: [5_000],
    // One reader of long logs.
    history: [1],
    memory: [5_000],
    stalled: [1_000],
    flood: [100],
  },
  repeats: 5,
  isForGoals: false,
  quietMessages: 500,
  probeMs: 500,
  windowMs: 3_000,
  halvings: 2,
  tries: 2,
  overloadMs: 60_000,
};

/** Two minutes: what the gating goals need, and the checks of order and completeness. */
const QUICK: Profile = {
  ...FULL,
  scenarios: ["quiet", "saturation"],
  repeats: 1,
  isForGoals: true,
  quietMessages: 100,
  probeMs: 200,
  windowMs: 800,
  halvings: 1,
  tries: 1,
  overloadMs: 10_000,
};

export const PROFILES = { full: FULL, quick: QUICK } as const;
