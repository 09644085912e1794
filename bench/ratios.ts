import { type Figure, isAbout, type RoundFigure, type ScenarioName } from "./figures.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** One value of a system, compared with the same value of another. */
export interface Comparison {
  readonly scenario: ScenarioName;
  readonly receivers: number;
  readonly value: string;
  readonly system: string;
  /** The other system; without one, the value stands for itself. */
  readonly over?: string;
  /** The extra time of this system over `over` is subtracted. */
  readonly aside?: string;
}

/** A comparison in each of the rounds. */
export interface Ratio extends Spread {
  /** Rounds that count. */
  readonly rounds: number;
  /** The machine was disturbed in more than half of the rounds, or the generator was the limit. */
  readonly isVoid: boolean;
}

/** The value by which systems are compared in a scenario. */
const MAIN_VALUES: Readonly<Partial<Record<ScenarioName, string>>> = {
  quiet: "p50Ms",
  saturation: "deliveriesPerSecond",
  memory: "bytesPerSocket",
};
/** The system that is compared with the others, and the same with other texts. */
const OWN = /^parley/;

/**
 * Compares two systems round by round: what slows the machine down for a while slows both. Disturbed rounds count only
 * if there is no other.
 *
 * @returns undefined if a side was not measured
 */
export function ratioOf(comparison: Comparison, figures: readonly RoundFigure[]): Ratio | undefined {
  const compared = [...Map.groupBy(figures, ({ round }) => round).values()].flatMap((round) => {
    const ratio = ratioIn(round, comparison);
    return ratio === undefined ? [] : [ratio];
  });
  if (compared.length === 0) return undefined;
  const sound = compared.filter(({ isDisturbed }) => !isDisturbed);
  const counted = sound.length > 0 ? sound : compared;
  return {
    ...spreadOf(counted.map(({ ratio }) => ratio)),
    rounds: counted.length,
    isVoid: sound.length < compared.length / 2 || counted.some(({ isAtLeast }) => isAtLeast),
  };
}

/** Every comparison of this project's room with another system, by name: `saturation.1000.parley/bun`. */
export function ratiosOf(figures: readonly RoundFigure[]): Record<string, Ratio> {
  const named = comparisonsIn(figures).flatMap((comparison) => {
    const ratio = ratioOf(comparison, figures);
    return ratio === undefined ? [] : [[nameOf(comparison), ratio] as const];
  });
  return Object.fromEntries(named);
}

function comparisonsIn(figures: readonly Figure[]): Comparison[] {
  return figures.flatMap(({ receivers, scenario, system: over }) => {
    const value = MAIN_VALUES[scenario];
    if (value === undefined) return [];
    const own = new Set(figures.map(({ system }) => system).filter((name) => OWN.test(name) && name !== over));
    return [...own].map((system) => ({ scenario, receivers, value, system, over }));
  });
}

function nameOf({ over, receivers, scenario, system }: Comparison): string {
  return `${scenario}.${receivers}.${system}/${over}`;
}

function ratioIn(figures: readonly Figure[], { aside, over, receivers, scenario, system, value }: Comparison) {
  const find = (name: string) => figures.find((figure) => isAbout(figure, { scenario, receivers, system: name }));
  const own = find(system);
  const other = over === undefined ? undefined : find(over);
  const beside = aside === undefined ? other : find(aside);
  const ownValue = own?.values[value];
  const otherValue = over === undefined ? 1 : other?.values[value];
  const besideValue = aside === undefined ? otherValue : beside?.values[value];
  if (ownValue === undefined || otherValue === undefined || besideValue === undefined) return undefined;
  return {
    // On a busy machine, a difference of two quantiles can be anything.
    ratio: Math.max(0, ownValue - (besideValue - otherValue)) / otherValue,
    isDisturbed: [own, other, beside].some((figure) => figure?.isDisturbed),
    isAtLeast: own?.atLeast === true,
  };
}
