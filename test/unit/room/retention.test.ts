import { expect, test } from "vitest";
import { plugInRetention } from "../../../src/capabilities/retention/retention.ts";
import { roomFixture } from "../../support/room-fixture.ts";

const DAY = 24 * 60 * 60 * 1_000;

test("P11.5 events go once they are older than so many days, and no message schedules more than the first", () => {
  const fixture = roomFixture({}, [plugInRetention(7)]);
  fixture.say("guest", "first");
  const due = fixture.jobs.get("retention.prune");
  expect(due).toBe(fixture.now + 7 * DAY);
  fixture.now += DAY;
  fixture.say("guest", "second");
  expect(fixture.jobs.get("retention.prune")).toBe(due);
  fixture.now += 6 * DAY;
  fixture.runJobs();
  expect(fixture.log.oldest()).toBe(1);
  fixture.now += DAY / 2;
  fixture.runJobs();
  expect(fixture.log.oldest()).toBe(2);
  expect(fixture.log.message(1)).toBeUndefined();
  expect(fixture.log.message(2)?.message.message).toBe("second");
  fixture.now += DAY;
  fixture.runJobs();
  expect(fixture.log.oldest()).toBe(3);
  // Nothing is left, so nothing is scheduled; the next message starts again.
  expect(fixture.jobs.size).toBe(0);
  fixture.say("guest", "third");
  expect(fixture.jobs.size).toBe(1);
});

test("P11.5 a room that has events when the variable is set looks at them at once, in slices", () => {
  const before = roomFixture();
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
  const fixture = roomFixture({}, [plugInRetention(undefined)]);
  fixture.say("guest", "kept");
  fixture.evict();
  expect(fixture.jobs.size).toBe(0);
});
