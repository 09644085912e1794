import { expect, test } from "vitest";
import { roomFixture } from "../../support/room-fixture.ts";

const DAY = 24 * 60 * 60 * 1_000;

test("P9.28 a report keeps the message as it was, beside what became of it", () => {
  const fixture = roomFixture();
  fixture.say("guest", "an insult");
  fixture.do("other", { type: "report", id: "r", target: 1, reason: "rude" });
  fixture.do("guest", { type: "rename", id: "n", username: "Somebody else" });
  fixture.do("guest", { type: "edit", id: "e", target: 1, message: "hello" });
  const evidence = { uid: fixture.uid("guest"), username: "guest", message: "an insult", at: fixture.now };
  expect(fixture.list("moderator", "reports")).toMatchObject([{ evidence, message: { message: "hello" } }]);
  fixture.do("member", { type: "report", id: "r", target: 1 });
  fixture.do("guest", { type: "delete", id: "d", target: 1 });
  expect(fixture.list("moderator", "reports")).toMatchObject([
    {
      report: 1,
      by: fixture.uid("other"),
      reason: "rude",
      count: 2,
      reasons: [{ uid: fixture.uid("other"), username: "other", reason: "rude" }, { username: "member" }],
      evidence: { ...evidence, later: [{ username: "guest", message: "hello" }] },
      message: { deleted: true, message: "" },
    },
  ]);
});

test("P9.28 a resolved report keeps its evidence for 30 days, for moderators alone", () => {
  const fixture = roomFixture();
  fixture.say("guest", "an insult");
  fixture.do("other", { type: "report", id: "r", target: 1 });
  fixture.moderate("moderator", { action: "resolve", report: 1 });
  expect(fixture.list("moderator", "reports")).toEqual([]);
  expect(fixture.list("guest", "resolved")).toMatchObject({ code: "not_allowed" });
  const resolved = fixture.now;
  fixture.now += 30 * DAY;
  fixture.runJobs();
  expect(fixture.list("moderator", "resolved")).toMatchObject([{ resolved, evidence: { message: "an insult" } }]);
  fixture.now += 1;
  fixture.runJobs();
  expect(fixture.list("moderator", "resolved")).toEqual([]);
  expect(fixture.jobs.size).toBe(0);
});

test("P9.28 what is hidden from a person is no evidence that they can make", () => {
  const fixture = roomFixture();
  fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: true });
  fixture.say("guest", "nobody sees this");
  expect(fixture.do("other", { type: "report", id: "r", target: 1 })).toMatchObject([{ code: "no_target" }]);
});

test("P9.29 sixty open reports come from one address, whoever makes them", () => {
  const fixture = roomFixture();
  for (let count = 1; count <= 61; count += 1) fixture.say("guest", `message ${count}`);
  const report = (name: string, target: number) => fixture.do(name, { type: "report", id: "r", target })[0];
  for (const [index, name] of ["one", "two", "three"].entries()) {
    fixture.enter(name, { from: "address" });
    for (let target = 1; target <= 20; target += 1) {
      expect(report(name, index * 20 + target)).toMatchObject({ type: "done" });
    }
  }
  fixture.enter("four", { from: "address" });
  expect(report("four", 61)).toMatchObject({ code: "too_many" });
  fixture.enter("five", { from: "another" });
  expect(report("five", 61)).toMatchObject({ type: "done" });
  fixture.moderate("moderator", { action: "resolve", report: 1 });
  expect(report("four", 60)).toMatchObject({ type: "done" });
});

test("P9.29 a flood of reports never pushes out an older one", () => {
  const fixture = roomFixture();
  fixture.say("guest", "the first");
  fixture.do("other", { type: "report", id: "r", target: 1 });
  for (let person = 0; person < 50; person += 1) {
    const name = `p${person}`;
    fixture.enter(name);
    for (let count = 0; count < 20; count += 1) {
      fixture.say("guest", "more");
      fixture.do(name, { type: "report", id: "r", target: fixture.log.head() });
    }
  }
  fixture.say("guest", "the last");
  const last = { type: "report", id: "r", target: fixture.log.head() } as const;
  expect(fixture.do("other", last)).toMatchObject([{ code: "too_many" }]);
  // An open report takes more people.
  expect(fixture.do("other", { type: "report", id: "r", target: 2 })).toMatchObject([{ type: "done" }]);
  expect(fixture.list("moderator", "reports", 2)).toMatchObject([{ report: 1, evidence: { message: "the first" } }]);
  expect(fixture.enter("moderator")[0]).toMatchObject({ reports: 1_000 });
});

test("P9.26 every room object tells moderators how many reports wait, whatever changed", () => {
  const fixture = roomFixture();
  fixture.say("guest", "spam");
  fixture.do("other", { type: "report", id: "r", target: 1 });
  fixture.discardReceived();
  fixture.moderate("owner", { action: "settings", settings: { slowMode: 5 } });
  expect(fixture.received("moderator")).toMatchObject([{ type: "room", settings: { slowMode: 5 }, reports: 1 }]);
  const [told] = fixture.received("guest");
  expect(told).toMatchObject({ type: "room", settings: { slowMode: 5 } });
  expect(told).not.toHaveProperty("reports");
  fixture.moderate("owner", { action: "pin", target: 1, on: true });
  expect(fixture.received("moderator")).toMatchObject([{ type: "room", pinned: [{ seq: 1 }], reports: 1 }]);
});
