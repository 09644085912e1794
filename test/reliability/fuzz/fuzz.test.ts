import { expect, test } from "vitest";
import { seedOfTest } from "../test-seed.ts";
import { fuzzInProcess } from "./in-process.ts";
import { KINDS } from "./mutate.ts";
import { fuzzOverSockets } from "./over-sockets.ts";

test("4,000 mutated frames make neither the parser nor the room throw, pass no limit, and send errors only to their senders", () => {
  const { broken, errors, kinds } = fuzzInProcess({ seed: seedOfTest(), frames: 4_000 });
  expect(broken).toEqual([]);
  // Frames that are all rejected for the same reason prove little.
  expect(errors.size).toBeGreaterThan(10);
  for (const kind of KINDS.filter((kind) => kind !== "frame")) expect(kinds[kind]).toBeGreaterThan(0);
});

test("1,000 mutated frames over sockets leave the room's log complete for its observers, and another room undisturbed", async () => {
  const { broken, events, kinds, delivered } = await fuzzOverSockets({ seed: seedOfTest(), frames: 1_000 });
  expect(broken).toEqual([]);
  expect(events).toBeGreaterThan(0);
  expect(delivered).toBeGreaterThan(0);
  for (const kind of KINDS) expect(kinds[kind]).toBeGreaterThan(0);
});
