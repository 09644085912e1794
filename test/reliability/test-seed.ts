import { onTestFailed } from "vitest";
import { seedOfRun } from "./random.ts";

/** The seed for this test, which is printed if the test fails. */
export function seedOfTest(): number {
  const seed = seedOfRun();
  onTestFailed(() => console.error(`to repeat this run: PARLEY_SEED=${seed}`));
  return seed;
}
