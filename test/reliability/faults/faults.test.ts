import { expect, test } from "vitest";
import { FAULTS, runFaults } from "./run.ts";

// The faults that the whole suite depends on; `npm run reliability:faults` plants all.
test("each basic fault is caught by its test", async () => {
  const outcomes = await runFaults(FAULTS.filter(({ isBasic }) => isBasic));
  expect(outcomes.filter(({ caught }) => !caught)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(0);
});
