import { expect, test } from "vitest";
import { plugInRetention } from "../../../src/capabilities/retention/retention.ts";
import { staged } from "../../support/stage.ts";

const DAY = 24 * 60 * 60 * 1_000;

test("P11.5 events go once they are older than so many days, and no message schedules more than the first", () => {
  const stage = staged({}, [plugInRetention(7)]);
  stage.say("guest", "first");
  const due = stage.jobs.get("retention.prune");
  expect(due).toBe(stage.now + 7 * DAY);
  stage.now += DAY;
  stage.say("guest", "second");
  expect(stage.jobs.get("retention.prune")).toBe(due);
  stage.now += 6 * DAY;
  stage.runJobs();
  expect(stage.log.oldest()).toBe(1);
  stage.now += DAY / 2;
  stage.runJobs();
  expect(stage.log.oldest()).toBe(2);
  expect(stage.log.message(1)).toBeUndefined();
  expect(stage.log.message(2)?.message.message).toBe("second");
  stage.now += DAY;
  stage.runJobs();
  expect(stage.log.oldest()).toBe(3);
  // Nothing is left, so nothing is scheduled; the next message starts again.
  expect(stage.jobs.size).toBe(0);
  stage.say("guest", "third");
  expect(stage.jobs.size).toBe(1);
});

test("P11.5 a room that has events when the variable is set looks at them at once, in slices", () => {
  const before = staged();
  for (let count = 0; count < 2_500; count += 1) before.say("guest", "old");
  before.capabilities.push(plugInRetention(1));
  before.now += 2 * DAY;
  before.evict();
  for (const oldest of [1_001, 2_001, 2_501]) {
    before.runJobs();
    expect(before.log.oldest()).toBe(oldest);
    before.now += 1_000;
  }
  expect(before.jobs.size).toBe(0);
});

test("P11.5 without the variable nothing is scheduled", () => {
  const stage = staged({}, [plugInRetention(undefined)]);
  stage.say("guest", "kept");
  stage.evict();
  expect(stage.jobs.size).toBe(0);
});
