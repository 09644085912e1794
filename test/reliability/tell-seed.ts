import { onTestFailed } from "vitest";
import { seedOfRun } from "./random.ts";

/** The seed for this test, which is told where it fails. */
export function seedOfTest(): number {
  const seed = seedOfRun();
  onTestFailed(() => console.error(`to repeat it: PARLEY_SEED=${seed}`));
  return seed;
}
