import { expect, test } from "vitest";
import { GOALS, type Goal } from "../../../bench/goals.ts";
import { planRounds } from "../../../bench/plan.ts";
import { PROFILES } from "../../../bench/profiles.ts";

const small = {
  ...PROFILES.full,
  systems: ["parley", "ws", "bun"],
  scenarios: ["saturation", "storms"],
  sizes: { ...PROFILES.full.sizes, saturation: [10, 100], storms: [5_000] },
  repeats: 3,
} as const;

test("systems take turns at each size, in reverse order in every second round", () => {
  const systems = ["parley", "demo", "bun"];
  const sizes = { ...small.sizes, saturation: [10, 1_000] };
  const [first = [], second = []] = planRounds({ ...small, systems, sizes }, () => true);
  const turns = (tasks: typeof first, size: number) =>
    tasks.filter(({ receivers }) => receivers === size).map(({ system }) => system);
  expect(first.slice(0, 6).map(({ receivers }) => receivers)).toEqual([10, 10, 10, 1_000, 1_000, 1_000]);
  expect(turns(first, 1_000)).toEqual(["parley", "demo", "bun"]);
  expect(turns(second, 1_000)).toEqual(["bun", "demo", "parley"]);
});

test("the first round measures everything, and the others what the goals compare", () => {
  const systems = ["parley", "ws", "ws-gathering", "socket.io"];
  const rounds = planRounds({ ...small, systems }, () => true);
  const measured = rounds.map((tasks) => tasks.map(({ receivers, scenario, system }) => [scenario, receivers, system]));
  expect(measured[0]).toHaveLength(systems.length * 3);
  expect(measured[1]).toEqual([
    ["saturation", 10, "ws-gathering"],
    ["saturation", 10, "ws"],
    ["saturation", 10, "parley"],
    ["saturation", 100, "ws-gathering"],
    ["saturation", 100, "ws"],
    ["saturation", 100, "parley"],
  ]);
});

test("the quick form measures both sides of the goals that gate first, and nothing that no goal compares", () => {
  const nameOf = (system: string | undefined, { receivers, scenario }: Pick<Goal, "receivers" | "scenario">) =>
    `${system} ${scenario} ${receivers}`;
  const planned = planRounds(PROFILES.quick, () => true)
    .flat()
    .map((task) => nameOf(task.system, task));
  const gating = GOALS.filter(({ failsBelow }) => failsBelow !== undefined);
  const sides = new Set(gating.flatMap((goal) => [nameOf(goal.system, goal), nameOf(goal.over, goal)]));
  expect(sides.size).toBeGreaterThan(0);
  expect(new Set(planned.slice(0, sides.size))).toEqual(sides);
  expect(planned.filter((name) => name.startsWith("partyserver"))).toEqual([]);
});
