import { parseArgs } from "node:util";
import { SCENARIO_NAMES } from "./figures.ts";
import { PROFILES, type Profile } from "./profiles.ts";
import { SYSTEMS } from "./systems/index.ts";

/** A whole run takes an hour and a quarter; one that takes three times as long hangs. */
const WITHIN_SECONDS = 4 * 60 * 60;

export const USAGE = `npm run bench -- [options]

  --quick               about two minutes: what the gating goals need
  --only <names>        systems, comma-separated: ${SYSTEMS.map(({ name }) => name).join(", ")}
  --scenario <names>    scenarios, comma-separated: ${SCENARIO_NAMES.join(", ")}
  --sizes <numbers>     receivers of saturation, overload and quiet latency, comma-separated
  --repeats <number>    rounds of what the goals compare; default: ${PROFILES.full.repeats}, or ${PROFILES.quick.repeats} with --quick
  --within <seconds>    start nothing after that; what is missing is listed
  --json <file>         write the ratios with their medians and spreads
  --write               write docs/performance.md and its plots, as a whole run does
  --from <files>        measure nothing: show saved runs together, comma-separated, and write them with --write
  --help`;

export interface Options {
  readonly profile: Profile;
  readonly write: boolean;
  /** The file for the ratios. */
  readonly json?: string;
  /** Milliseconds after which nothing more starts. */
  readonly withinMs: number;
  /** Saved runs to show instead of a new one. */
  readonly from?: readonly string[];
}

/** @throws Error for an unknown argument; returns undefined for `--help` */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      scenario: { type: "string" },
      sizes: { type: "string" },
      repeats: { type: "string" },
      json: { type: "string" },
      from: { type: "string" },
      within: { type: "string", default: String(WITHIN_SECONDS) },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const base = values.quick ? PROFILES.quick : PROFILES.full;
  const systems =
    pick(
      values.only,
      SYSTEMS.map(({ name }) => name),
    ) ?? base.systems;
  const scenarios = pick(values.scenario, SCENARIO_NAMES) ?? base.scenarios;
  const sizes = values.sizes?.split(",").map((size) => readNumber(size, "receivers"));
  const { from, json } = values;
  const isNarrowed =
    from !== undefined || values.only !== undefined || values.scenario !== undefined || sizes !== undefined;
  return {
    profile: {
      ...base,
      systems,
      scenarios,
      sizes: sizes === undefined ? base.sizes : { ...base.sizes, saturation: sizes, overload: sizes, quiet: sizes },
      repeats: values.repeats === undefined ? base.repeats : readNumber(values.repeats, "rounds"),
      // An explicit request overrides what the quick form leaves out.
      isForGoals: base.isForGoals && !isNarrowed,
    },
    ...(json === undefined ? {} : { json }),
    ...(from === undefined ? {} : { from: from.split(",") }),
    withinMs: readNumber(values.within, "seconds") * 1_000,
    write: values.write || !(values.quick || isNarrowed),
  };
}

/** The names in a comma-separated list, in the order of `known`. */
function pick<T extends string>(list: string | undefined, known: readonly T[]): readonly T[] | undefined {
  if (list === undefined) return undefined;
  const names = list.split(",");
  const unknown = names.filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(", ")}; known: ${known.join(", ")}`);
  return known.filter((name) => names.includes(name));
}

function readNumber(text: string, what: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is not a valid number of ${what}`);
  return number;
}
