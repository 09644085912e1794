/** What one scenario measured of one system, in one size. */
export interface Figure {
  readonly scenario: ScenarioName;
  readonly system: string;
  readonly receivers: number;
  /** By name; the unit is part of the name. */
  readonly values: Readonly<Record<string, number>>;
  /** What was wrong in order or completeness. */
  readonly broken: readonly string[];
  /** The generator was the limit: the system can do more than this. */
  readonly atLeast?: boolean;
  /** Other work took so much of the machine meanwhile that the figure can be far too low. */
  readonly isDisturbed?: boolean;
}

export const SCENARIO_NAMES = [
  "quiet",
  "saturation",
  "storms",
  "resume",
  "history",
  "memory",
  "stalled",
  "flood",
] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** Finds a figure, where it was measured. */
export function findFigure(
  figures: readonly Figure[],
  scenario: ScenarioName,
  system: string,
  receivers: number,
): Figure | undefined {
  return figures.find(
    (figure) => figure.scenario === scenario && figure.system === system && figure.receivers === receivers,
  );
}

/** Finds a value, where it was measured. */
export function findValue(
  figures: readonly Figure[],
  scenario: ScenarioName,
  system: string,
  receivers: number,
  value: string,
): number | undefined {
  return findFigure(figures, scenario, system, receivers)?.values[value];
}
