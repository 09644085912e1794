/** The measurements of one scenario on one system at one size. */
export interface Figure {
  readonly scenario: ScenarioName;
  readonly system: string;
  readonly receivers: number;
  /** Values by name; the unit is part of the name. */
  readonly values: Readonly<Record<string, number>>;
  /** Violations of order or completeness. */
  readonly broken: readonly string[];
  /** The generator was the limit: the system can do more. */
  readonly atLeast?: boolean;
  /** Other work took so much of the machine that the value may be far too low. */
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

/** Finds a figure, if it was measured. */
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

/** Finds a value, if it was measured. */
export function findValue(
  figures: readonly Figure[],
  scenario: ScenarioName,
  system: string,
  receivers: number,
  value: string,
): number | undefined {
  return findFigure(figures, scenario, system, receivers)?.values[value];
}
