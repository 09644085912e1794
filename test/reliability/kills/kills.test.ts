import { expect, test } from "vitest";
import { startWorkerd } from "../../support/workerd.ts";
import { until } from "../deadline.ts";
import { Random } from "../random.ts";
import { seedOfTest } from "../test-seed.ts";
import { ConsistencyChecker } from "./consistency-checker.ts";
import { runKills } from "./run.ts";
import { Writer } from "./writer.ts";

const NOTHING_BROKEN = { lost: 0, doubled: 0, reordered: 0, holes: 0 };
const WITHIN_MS = 120_000;

test("P4.1 P4.2 P4.3 P4.4 20 kills under load lose, double and reorder nothing, and leave no hole", async () => {
  const report = await runKills({ seed: seedOfTest(), kills: 20, writers: 20 });
  expect(report.examples).toEqual([]);
  expect(report).toMatchObject({ broken: NOTHING_BROKEN, kills: 20, refusals: [] });
  // A kill that interrupts nothing proves nothing.
  expect(report.inFlight).toBeGreaterThan(0);
});

test("P3.4 a client that connects while others write gets every event between its reset and the live stream", async () => {
  const random = new Random(seedOfTest());
  const checker = new ConsistencyChecker();
  const server = await startWorkerd();
  const writers: Writer[] = [];
  const enter = () => {
    const url = `${server.origin.replace("http", "ws")}/ws/entering`;
    const writer = new Writer(`w${writers.length}`, url, random.fork(), checker);
    writers.push(writer);
    return writer;
  };
  try {
    for (let count = 0; count < 20; count += 1) {
      const writer = enter();
      await until("the new client receives events", WITHIN_MS, () => writer.sent.length > writer.inFlight);
    }
  } finally {
    for (const writer of writers) writer.close();
    await server.stop();
  }
  expect(checker.examples).toEqual([]);
  expect(checker.broken).toEqual(NOTHING_BROKEN);
});
