import { medianOf, type Spread, spreadOf } from "./statistics.ts";

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

/** A figure of one of several rounds, in each of which every system is measured once. */
export interface RoundFigure extends Figure {
  readonly round: number;
}

/** The rounds of a figure together: its values are medians. */
export interface Summary extends Figure {
  readonly spreads: Readonly<Record<string, Spread>>;
}

export const SCENARIO_NAMES = [
  "quiet",
  "saturation",
  "overload",
  "storms",
  "resume",
  "history",
  "memory",
  "stalled",
  "flood",
] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** What a figure is about. */
export type Subject = Pick<Figure, "scenario" | "system" | "receivers">;

export function isAbout(figure: Figure, { receivers, scenario, system }: Subject): boolean {
  return figure.scenario === scenario && figure.system === system && figure.receivers === receivers;
}

/** Merges the rounds of each figure. Disturbed rounds are left out, unless all of them are. */
export function summarize(figures: readonly RoundFigure[]): Summary[] {
  const groups = Map.groupBy(figures, ({ receivers, scenario, system }) => `${scenario} ${system} ${receivers}`);
  return [...groups.values()].flatMap((all) => {
    const sound = all.filter(({ isDisturbed }) => isDisturbed !== true);
    const rounds = sound.length > 0 ? sound : all;
    const [first] = rounds;
    if (first === undefined) return [];
    const { receivers, scenario, system } = first;
    const names = new Set(rounds.flatMap(({ values }) => Object.keys(values)));
    const found = [...names].map(
      (name) => [name, rounds.flatMap(({ values }) => (values[name] === undefined ? [] : [values[name]]))] as const,
    );
    return [
      {
        scenario,
        system,
        receivers,
        values: Object.fromEntries(found.map(([name, values]) => [name, medianOf(values)])),
        spreads: Object.fromEntries(found.map(([name, values]) => [name, spreadOf(values)])),
        broken: all.flatMap(({ broken }) => broken),
        ...(rounds.some(({ atLeast }) => atLeast) ? { atLeast: true } : {}),
        ...(sound.length === 0 ? { isDisturbed: true } : {}),
      },
    ];
  });
}
