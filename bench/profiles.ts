import type { ScenarioName } from "./figures.ts";

/** The amount of everything in a run. */
export interface Profile {
  readonly systems: readonly string[];
  readonly scenarios: readonly ScenarioName[];
  /** Receivers of the quiet scenario. */
  readonly quietSizes: readonly number[];
  readonly quietMessages: number;
  /** Receivers of the saturation scenario. */
  readonly sizes: readonly number[];
  /** Milliseconds that a rate is offered: while searching for its order of magnitude, and while measuring. */
  readonly probeMs: number;
  readonly windowMs: number;
  /** Halvings, on a scale of ratios, between the highest sustained rate and the lowest unsustained one. */
  readonly halvings: number;
  /** Attempts at a rate that is not sustained, because every machine has other work. */
  readonly tries: number;
  /** Sockets of the storms and memory scenarios. */
  readonly sockets: number;
  /** Skipped scenarios, by system. */
  readonly skips: Readonly<Record<string, readonly ScenarioName[]>>;
}

const FULL: Profile = {
  systems: ["parley", "parley-dev", "demo", "bare", "stored", "partyserver", "ws", "socket.io", "bun"],
  scenarios: ["quiet", "saturation", "storms", "resume", "history", "memory", "stalled", "flood"],
  quietSizes: [10, 100],
  quietMessages: 500,
  sizes: [10, 100, 1_000, 5_000],
  probeMs: 500,
  windowMs: 3_000,
  halvings: 4,
  tries: 2,
  sockets: 5_000,
  skips: {},
};

/** Two minutes: everything that the gating goals need, and the checks of order and completeness. */
const QUICK: Profile = {
  ...FULL,
  systems: ["parley", "demo", "bare", "stored", "ws", "bun"],
  scenarios: ["quiet", "saturation"],
  quietMessages: 100,
  sizes: [10, 100, 1_000],
  probeMs: 200,
  windowMs: 800,
  halvings: 2,
  tries: 1,
  skips: { bare: ["saturation"], stored: ["saturation"], demo: ["quiet"], ws: ["quiet"], bun: ["quiet"] },
};

export const PROFILES = { full: FULL, quick: QUICK } as const;
