import { expect, test } from "vitest";
import { DISTURBED_FROM, findDisturbed, isVoidRun } from "../../../bench/machine/disturbance.ts";

const USUAL = [20, 30] as const;
const [server, generator] = USUAL;
const SLOW_SERVER = [server * DISTURBED_FROM * 1.1, generator] as const;
const SLOW_GENERATOR = [server, generator * DISTURBED_FROM * 1.1] as const;

test("no step of a steady machine is void", () => {
  const steady = [USUAL, [21, 31], [19, 30], USUAL, [20, 29]] as const;
  expect(findDisturbed(steady)).toEqual([false, false, false, false]);
});

test("a slow core voids the steps before and after the timing that shows it", () => {
  const timings = [USUAL, USUAL, SLOW_SERVER, USUAL, USUAL, USUAL, SLOW_GENERATOR];
  expect(findDisturbed(timings)).toEqual([false, true, true, false, false, true]);
});

test("a core that is slow for half of the run does not become the usual one", () => {
  const timings = [USUAL, USUAL, USUAL, SLOW_SERVER, SLOW_SERVER, SLOW_SERVER];
  expect(findDisturbed(timings)).toEqual([false, false, true, true, true]);
});

test("a run is void if most of its steps are", () => {
  expect(isVoidRun([])).toBe(false);
  expect(isVoidRun([true, false])).toBe(false);
  expect(isVoidRun([true, true, false])).toBe(true);
});
