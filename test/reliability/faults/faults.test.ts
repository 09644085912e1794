import { expect, test } from "vitest";
import { FAULTS, runFaults } from "./run.ts";

// Those that the whole suite rests on; `npm run reliability:faults` plants all.
test("each basic mistake is caught by the test that is to catch it", async () => {
  const outcomes = await runFaults(FAULTS.filter(({ isBasic }) => isBasic));
  expect(outcomes.filter(({ caught }) => !caught)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(0);
});
