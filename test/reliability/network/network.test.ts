import { expect, test } from "vitest";
import { seedOfTest } from "../test-seed.ts";
import { FAULTS } from "./link.ts";
import { runBadNetwork } from "./run.ts";

test("P4.1 P4.2 P4.3 P4.4 after 100 network faults every client has folded exactly the stored events", async () => {
  const report = await runBadNetwork({ seed: seedOfTest(), faults: 100, clients: 12 });
  expect(report.broken).toEqual([]);
  expect(report.commands.stored).toBeGreaterThan(0);
  // A network without faults proves nothing.
  for (const fault of FAULTS) expect(report.faults[fault]).toBeGreaterThan(0);
});
