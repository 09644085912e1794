import type { ScenarioName } from "./figures.ts";

/** How much of everything a run does. */
export interface Profile {
  readonly systems: readonly string[];
  readonly scenarios: readonly ScenarioName[];
  /** Receivers of quiet latency. */
  readonly quietSizes: readonly number[];
  readonly quietMessages: number;
  /** Receivers of saturation. */
  readonly sizes: readonly number[];
  /** Milliseconds that a rate is offered for while its order of magnitude is sought, and while it is measured. */
  readonly probeMs: number;
  readonly windowMs: number;
  /** Halvings, on a scale of ratios, between the highest rate that was carried and the lowest that was not. */
  readonly halvings: number;
  /** How often a rate that is not carried is offered: other things happen on every machine. */
  readonly tries: number;
  /** Sockets of the storms and of the memory. */
  readonly sockets: number;
  /** Scenarios that are left out, by system. */
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

/** Two minutes: what the gating goals need, and whether order and completeness hold. */
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
