import { expect, test } from "vitest";
import { type RoundFigure, summarize } from "../../../bench/figures.ts";
import { judge } from "../../../bench/goals.ts";
import { planFurtherRounds } from "../../../bench/plan.ts";
import { ratioOf, ratiosOf } from "../../../bench/ratios.ts";
import { joinRuns } from "../../../bench/report/run-record.ts";

const COMPARISON = {
  scenario: "saturation",
  receivers: 1_000,
  value: "deliveriesPerSecond",
  system: "parley",
  over: "bun",
} as const;

const DESCRIPTION = { date: "2026-11-28", command: "npm run bench", machine: "two cores", versions: {} };
const NOTHING_YET = { figures: [], ratios: {}, verdicts: [] };

function saturation(
  system: string,
  round: number,
  deliveriesPerSecond: number,
  more: Partial<RoundFigure> = {},
): RoundFigure {
  const values = { deliveriesPerSecond };
  return { scenario: "saturation", receivers: 1_000, system, round, values, broken: [], ...more };
}

/** A round of both systems. */
function both(round: number, parley: number, bun: number, more: Partial<RoundFigure> = {}): RoundFigure[] {
  return [saturation("parley", round, parley, more), saturation("bun", round, bun)];
}

test("systems are compared round by round, so a machine that slows both down changes no ratio", () => {
  const figures = [...both(1, 800, 400), ...both(2, 80, 40), ...both(3, 8, 4)];
  expect(ratioOf(COMPARISON, figures)).toEqual({ median: 2, low: 2, high: 2, rounds: 3, isVoid: false });
});

test("a disturbed round does not count", () => {
  const figures = [...both(1, 200, 100), ...both(2, 1, 100, { isDisturbed: true }), ...both(3, 220, 100)];
  expect(ratioOf(COMPARISON, figures)).toEqual({ median: 2.1, low: 2, high: 2.2, rounds: 2, isVoid: false });
});

test("portions of a run keep their own rounds", () => {
  const portion = (rounds: RoundFigure[]) => ({ ...DESCRIPTION, ...NOTHING_YET, rounds, disturbed: [false] });
  const { disturbed, rounds } = joinRuns([
    portion(both(1, 800, 400)),
    portion([...both(1, 30, 10), ...both(2, 50, 10)]),
  ]);
  expect(ratioOf(COMPARISON, rounds)).toMatchObject({ median: 3, low: 2, high: 5, rounds: 3 });
  expect(disturbed).toHaveLength(2);
});

test("portions of two machines are no run", () => {
  const portion = (machine: string) => ({ ...DESCRIPTION, ...NOTHING_YET, machine, rounds: [], disturbed: [] });
  expect(() => joinRuns([portion("one"), portion("another")])).toThrow("another is not one");
});

test("a ratio is void if most rounds were disturbed, or all of them", () => {
  const disturbed = { isDisturbed: true };
  const most = [...both(1, 1, 1, disturbed), ...both(2, 1, 1, disturbed), ...both(3, 3, 1)];
  expect(ratioOf(COMPARISON, most)).toMatchObject({ median: 3, rounds: 1, isVoid: true });
  expect(ratioOf(COMPARISON, both(1, 1, 1, disturbed))).toMatchObject({ median: 1, rounds: 1, isVoid: true });
});

test("a ratio is void if the generator was the limit of this project's side", () => {
  expect(ratioOf(COMPARISON, both(1, 1, 2, { atLeast: true }))).toMatchObject({ isVoid: true });
});

test("a round without one of the sides is left out, and without any round there is no ratio", () => {
  expect(ratioOf(COMPARISON, [...both(1, 4, 1), saturation("parley", 2, 9)])).toMatchObject({ median: 4, rounds: 1 });
  expect(ratioOf(COMPARISON, [saturation("parley", 1, 9)])).toBeUndefined();
});

test("every pair has a name: the room with each peer, and with itself in other texts", () => {
  const figures = [...both(1, 4, 2), saturation("parley-unicode", 1, 3)];
  const medians = Object.entries(ratiosOf(figures)).map(([name, { median }]) => [name, median]);
  expect(Object.fromEntries(medians)).toMatchObject({
    "saturation.1000.parley/bun": 2,
    "saturation.1000.parley-unicode/bun": 1.5,
    "saturation.1000.parley-unicode/parley": 0.75,
  });
});

test("the storage's own commit is subtracted", () => {
  const quiet = (system: string, p50Ms: number): RoundFigure => ({
    ...saturation(system, 1, 0),
    scenario: "quiet",
    values: { p50Ms },
  });
  const comparison = { ...COMPARISON, scenario: "quiet", value: "p50Ms", over: "bare", aside: "stored" } as const;
  const figures = [quiet("parley", 5), quiet("bare", 2), quiet("stored", 4)];
  expect(ratioOf(comparison, figures)).toMatchObject({ median: 1.5 });
});

test("goals and the gate judge the median: one low round of three fails nothing", () => {
  const low = both(1, 1, 1_000);
  const [once] = judge(low);
  expect(once).toMatchObject({ failed: true, reached: false });
  const [thrice] = judge([...low, ...both(2, 3_000, 1_000), ...both(3, 3_000, 1_000)]);
  expect(thrice).toMatchObject({ failed: false, reached: true });
});

test("both sides of a low ratio are measured in two further rounds", () => {
  const rounds = planFurtherRounds(judge(both(1, 1, 1_000)));
  expect(rounds.map((tasks) => tasks.map(({ system }) => system))).toEqual([
    ["parley", "bun"],
    ["parley", "bun"],
  ]);
  expect(planFurtherRounds(judge(both(1, 3_000, 1_000)))).toEqual([]);
});

test("a summary has the medians of the undisturbed rounds, and whatever was broken in any", () => {
  const figures = [
    saturation("bun", 1, 5),
    saturation("bun", 2, 7),
    saturation("bun", 3, 1, { isDisturbed: true, broken: ["a hole"] }),
  ];
  expect(summarize(figures)).toMatchObject([
    {
      values: { deliveriesPerSecond: 6 },
      spreads: { deliveriesPerSecond: { median: 6, low: 5, high: 7 } },
      broken: ["a hole"],
    },
  ]);
});
