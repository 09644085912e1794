import { expect, test } from "vitest";
import { staged } from "../../support/stage.ts";

const DAY = 24 * 60 * 60 * 1_000;

test("P9.32 a report keeps the message as it was, beside what became of it", () => {
  const stage = staged();
  stage.say("guest", "an insult");
  stage.do("other", { type: "report", id: "r", target: 1, reason: "rude" });
  stage.do("guest", { type: "rename", id: "n", username: "Somebody else" });
  stage.do("guest", { type: "edit", id: "e", target: 1, message: "hello" });
  const evidence = { uid: stage.uid("guest"), username: "guest", message: "an insult", at: stage.now };
  expect(stage.list("moderator", "reports")).toMatchObject([{ evidence, message: { message: "hello" } }]);
  stage.do("member", { type: "report", id: "r", target: 1 });
  stage.do("guest", { type: "delete", id: "d", target: 1 });
  expect(stage.list("moderator", "reports")).toMatchObject([
    {
      report: 1,
      by: stage.uid("other"),
      reason: "rude",
      count: 2,
      reasons: [{ uid: stage.uid("other"), username: "other", reason: "rude" }, { username: "member" }],
      evidence: { ...evidence, later: [{ username: "guest", message: "hello" }] },
      message: { deleted: true, message: "" },
    },
  ]);
});

test("P9.32 a resolved report keeps its evidence for 30 days, for moderators alone", () => {
  const stage = staged();
  stage.say("guest", "an insult");
  stage.do("other", { type: "report", id: "r", target: 1 });
  stage.moderate("moderator", { action: "resolve", report: 1 });
  expect(stage.list("moderator", "reports")).toEqual([]);
  expect(stage.list("guest", "resolved")).toMatchObject({ code: "not_allowed" });
  const resolved = stage.now;
  stage.now += 30 * DAY;
  stage.runJobs();
  expect(stage.list("moderator", "resolved")).toMatchObject([{ resolved, evidence: { message: "an insult" } }]);
  stage.now += 1;
  stage.runJobs();
  expect(stage.list("moderator", "resolved")).toEqual([]);
  expect(stage.jobs.size).toBe(0);
});

test("P9.32 what is hidden from a person is no evidence that they can make", () => {
  const stage = staged();
  stage.moderate("moderator", { action: "shadow", uid: stage.uid("guest"), on: true });
  stage.say("guest", "nobody sees this");
  expect(stage.do("other", { type: "report", id: "r", target: 1 })).toMatchObject([{ code: "no_target" }]);
});

test("P9.33 sixty open reports come from one address, whoever makes them", () => {
  const stage = staged();
  for (let count = 1; count <= 61; count += 1) stage.say("guest", `message ${count}`);
  const report = (name: string, target: number) => stage.do(name, { type: "report", id: "r", target })[0];
  for (const [index, name] of ["one", "two", "three"].entries()) {
    stage.enter(name, { from: "address" });
    for (let target = 1; target <= 20; target += 1) {
      expect(report(name, index * 20 + target)).toMatchObject({ type: "done" });
    }
  }
  stage.enter("four", { from: "address" });
  expect(report("four", 61)).toMatchObject({ code: "too_many" });
  stage.enter("five", { from: "another" });
  expect(report("five", 61)).toMatchObject({ type: "done" });
  stage.moderate("moderator", { action: "resolve", report: 1 });
  expect(report("four", 60)).toMatchObject({ type: "done" });
});

test("P9.33 a flood of reports never pushes out an older one", () => {
  const stage = staged();
  stage.say("guest", "the first");
  stage.do("other", { type: "report", id: "r", target: 1 });
  for (let person = 0; person < 50; person += 1) {
    const name = `p${person}`;
    stage.enter(name);
    for (let count = 0; count < 20; count += 1) {
      stage.say("guest", "more");
      stage.do(name, { type: "report", id: "r", target: stage.log.head() });
    }
  }
  stage.say("guest", "the last");
  const last = { type: "report", id: "r", target: stage.log.head() } as const;
  expect(stage.do("other", last)).toMatchObject([{ code: "too_many" }]);
  // An open report takes more people.
  expect(stage.do("other", { type: "report", id: "r", target: 2 })).toMatchObject([{ type: "done" }]);
  expect(stage.list("moderator", "reports", 2)).toMatchObject([{ report: 1, evidence: { message: "the first" } }]);
  expect(stage.enter("moderator")[0]).toMatchObject({ reports: 1_000 });
});

test("P9.30 every room object tells moderators how many reports wait, whatever changed", () => {
  const stage = staged();
  stage.say("guest", "spam");
  stage.do("other", { type: "report", id: "r", target: 1 });
  stage.hush();
  stage.moderate("owner", { action: "settings", settings: { slowMode: 5 } });
  expect(stage.hear("moderator")).toMatchObject([{ type: "room", settings: { slowMode: 5 }, reports: 1 }]);
  const [told] = stage.hear("guest");
  expect(told).toMatchObject({ type: "room", settings: { slowMode: 5 } });
  expect(told).not.toHaveProperty("reports");
  stage.moderate("owner", { action: "pin", target: 1, on: true });
  expect(stage.hear("moderator")).toMatchObject([{ type: "room", pinned: [{ seq: 1 }], reports: 1 }]);
});
