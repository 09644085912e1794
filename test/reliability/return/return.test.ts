import { expect, test } from "vitest";
import { runReturn } from "./run.ts";

test("P4.4 P4.12 everyone comes back to a server that restarts, and nothing is lost", async () => {
  const { broken, returns } = await runReturn({ people: 60, how: "stop" });
  expect(broken).toEqual([]);
  expect(returns.reduce((sum, count) => sum + count, 0)).toBe(60);
});
