import { describe, expect, test } from "vitest";
import { KICK_MS, MAX_CLEARED, MAX_PINNED } from "../../../src/protocol/limits.ts";
import type { ModerationAction, Role } from "../../../src/protocol/moderation.ts";
import { ROLES } from "../../../src/protocol/moderation.ts";
import { MODERATOR_VIEWER } from "../../../src/room/log/visibility.ts";
import { type Stage, staged } from "../../support/stage.ts";

const HOUR = 60 * 60 * 1_000;

/** What lasts of a stage. */
const lasting = ({ history, moderationStore }: Stage) => {
  return structuredClone({
    rules: moderationStore.rules(),
    bans: moderationStore.bans({ limit: 9 }, 0),
    muted: moderationStore.muted({ limit: 9 }, 0),
    entries: moderationStore.entries({ limit: 99 }),
    events: history.after(0, MODERATOR_VIEWER),
  });
};

const UPON_SOMEBODY: readonly ((uid: string) => ModerationAction)[] = [
  (uid) => ({ action: "kick", uid }),
  (uid) => ({ action: "ban", uid }),
  (uid) => ({ action: "mute", uid, for: HOUR }),
  (uid) => ({ action: "shadow", uid, on: true }),
  (uid) => ({ action: "clear", uid }),
];

describe("who may", () => {
  test.each(UPON_SOMEBODY.map((act) => [act("x").action, act] as const))(
    "P9.1 %s is done by moderators upon members and guests, by owners upon moderators too, and by nobody else",
    (_, act) => {
      for (const by of ROLES) {
        for (const upon of ROLES) {
          const stage = staged();
          stage.say(upon, "something to clear");
          const before = lasting(stage);
          const allowed =
            (by === "moderator" && (upon === "member" || upon === "guest")) || (by === "owner" && upon !== "owner");
          const answer = stage.moderate(by, act(stage.uid(upon)));
          if (allowed) {
            expect(answer, `${by} upon ${upon}`).toEqual({ type: "done", id: "order" });
            expect(lasting(stage)).not.toEqual(before);
          } else {
            expect(answer, `${by} upon ${upon}`).toMatchObject({ type: "error", code: "not_allowed", id: "order" });
            expect(lasting(stage)).toEqual(before);
          }
        }
      }
    },
  );

  test.each<[ModerationAction, Role]>([
    [{ action: "pin", target: 1, on: true }, "moderator"],
    [{ action: "settings", settings: { write: "members" } }, "moderator"],
    [{ action: "settings", settings: { slowMode: 10 } }, "moderator"],
    [{ action: "settings", settings: { read: "members" } }, "owner"],
    [{ action: "settings", settings: { words: { reject: ["x"], hide: [] } } }, "owner"],
    [{ action: "settings", settings: { slowMode: 10, read: "members" } }, "owner"],
    [{ action: "invite" }, "moderator"],
  ])("P9.3 %j wants the role of %s", (action, least) => {
    for (const by of ROLES) {
      const stage = staged();
      stage.say("guest", "to be pinned");
      const before = lasting(stage);
      const isAllowed = ROLES.indexOf(by) >= ROLES.indexOf(least);
      const answer = stage.moderate(by, action);
      expect(answer).toMatchObject(isAllowed ? { type: "done" } : { type: "error", code: "not_allowed" });
      if (!isAllowed) expect(lasting(stage)).toEqual(before);
    }
  });

  test("P9.1 a plain socket, and who is no moderator, gets no list", () => {
    const stage = staged();
    for (const name of ["guest", "member"]) expect(stage.list(name, "bans")).toMatchObject({ code: "not_allowed" });
    expect(stage.list("moderator", "bans")).toEqual([]);
  });

  test("P9.3 nobody can be acted upon whom the room does not know; whoever said something is known after they left", () => {
    const stage = staged();
    expect(stage.moderate("owner", { action: "ban", uid: "nobody" })).toMatchObject({ code: "no_person" });
    expect(stage.moderate("owner", { action: "unban", uid: stage.uid("guest") })).toMatchObject({ code: "no_person" });
    stage.say("guest", "hello and goodbye");
    stage.leave("guest");
    expect(stage.moderate("owner", { action: "ban", uid: stage.uid("guest") })).toMatchObject({ type: "done" });
    expect(stage.list("owner", "bans")).toMatchObject([{ username: "guest" }]);
  });
});

describe("roles", () => {
  test("P9.3, P9.4 a role is given by an owner, told to the person, and to all in the next presence", () => {
    const stage = staged();
    const uid = stage.uid("guest");
    expect(stage.moderate("moderator", { action: "role", uid, role: "member" })).toMatchObject({ code: "not_allowed" });
    expect(stage.moderate("owner", { action: "role", uid, role: "moderator" })).toMatchObject({ type: "done" });
    expect(stage.hear("guest")).toMatchObject([
      { type: "self", role: "moderator" },
      { type: "room", reports: 0 },
    ]);
    stage.tellPresence();
    expect(stage.hear("other")).toMatchObject([{ type: "presence", joined: [{ uid, role: "moderator" }], left: [] }]);
    expect(stage.moderate("guest", { action: "kick", uid: stage.uid("other") })).toMatchObject({ type: "done" });
  });

  test("P9.1 a role outlasts leaving, and an eviction", () => {
    const stage = staged();
    stage.leave("moderator");
    stage.evict();
    expect(stage.enter("moderator")[0]).toMatchObject({ type: "welcome", role: "moderator" });
    stage.evict();
    expect(stage.moderate("moderator", { action: "kick", uid: stage.uid("guest") })).toMatchObject({ type: "done" });
  });

  test("P9.1 an owner may lay down the role, but not the last one; owners have no power over each other", () => {
    const stage = staged();
    const uid = stage.uid("owner");
    expect(stage.moderate("owner", { action: "role", uid, role: "guest" })).toMatchObject({ code: "not_allowed" });
    stage.cast("other", "owner");
    expect(stage.moderate("other", { action: "role", uid, role: "guest" })).toMatchObject({ code: "not_allowed" });
    expect(stage.moderate("owner", { action: "role", uid, role: "member" })).toMatchObject({ type: "done" });
    expect(stage.session("owner")).toMatchObject({ role: "member" });
  });

  test("P9.3 what the owner's own site says of somebody is the least they have", () => {
    const stage = staged();
    const session = stage.session("guest");
    if (session === undefined) throw new Error("nobody there");
    // As a session is whose identity was vouched for.
    Object.assign(session, { claim: "moderator", role: "moderator" });
    stage.moderate("owner", { action: "role", uid: session.uid, role: "member" });
    expect(stage.session("guest")).toMatchObject({ role: "moderator" });
  });
});

describe("putting somebody out", () => {
  test("P9.3, P9.5 who is kicked is closed with 4403 in every tab, and may come back after a minute", () => {
    const stage = staged();
    const token = stage.enter("guest")[0].token;
    stage.enter("tab", { token });
    stage.moderate("moderator", { action: "kick", uid: stage.uid("guest") });
    for (const name of ["guest", "tab"]) {
      expect(stage.hear(name)).toMatchObject([{ type: "error", code: "banned", retryAfter: KICK_MS }]);
      expect(stage.closed.get(name)).toBe(4403);
    }
    stage.now += KICK_MS - 1;
    expect(stage.enter("guest")).toMatchObject([{ type: "error", code: "banned", retryAfter: 1 }]);
    expect(stage.closed.get("guest")).toBe(4403);
    stage.now += 1;
    expect(stage.enter("guest")[0]).toMatchObject({ type: "welcome" });
  });

  test("P9.5 a ban without end has no retryAfter, holds across an eviction, and is lifted by unban", () => {
    const stage = staged();
    const uid = stage.uid("guest");
    stage.moderate("moderator", { action: "ban", uid, reason: "spam" });
    expect(stage.hear("guest")[0]).not.toHaveProperty("retryAfter");
    stage.evict();
    // As long as a token holds.
    stage.now += 89 * 24 * HOUR;
    expect(stage.enter("guest")[0]).toMatchObject({ code: "banned" });
    expect(stage.list("owner", "bans")).toMatchObject([{ uid, username: "guest", reason: "spam", address: false }]);
    stage.moderate("moderator", { action: "unban", uid });
    expect(stage.enter("guest")[0]).toMatchObject({ type: "welcome" });
    expect(stage.list("owner", "bans")).toEqual([]);
  });

  test("P9.3 a kick does not shorten a ban", () => {
    const stage = staged();
    const uid = stage.uid("guest");
    stage.moderate("moderator", { action: "ban", uid });
    stage.moderate("moderator", { action: "kick", uid });
    stage.now += 2 * KICK_MS;
    expect(stage.enter("guest")[0]).toMatchObject({ code: "banned" });
  });

  test("P9.3 with the address, whoever comes from there is out, as whom they come; moderators are not", () => {
    const stage = staged();
    stage.leave("guest");
    stage.enter("guest", { from: "home" });
    stage.enter("flatmate", { from: "home" });
    stage.leave("moderator");
    stage.enter("moderator", { from: "home" });
    stage.moderate("owner", { action: "ban", uid: stage.uid("guest"), address: true });
    expect(stage.closed.get("guest")).toBe(4403);
    expect(stage.closed.get("flatmate")).toBe(4403);
    expect(stage.closed.has("moderator")).toBe(false);
    stage.forget("guest");
    expect(stage.enter("guest", { from: "home" })[0]).toMatchObject({ code: "banned" });
    expect(stage.enter("guest", { from: "elsewhere", username: "somebody else" })[0]).toMatchObject({
      type: "welcome",
    });
    expect(stage.whyNotPlain("home")).toMatchObject({ code: "banned" });
    expect(stage.whyNotPlain("elsewhere")).toBeUndefined();
    stage.leave("moderator");
    expect(stage.enter("moderator", { from: "home" })[0]).toMatchObject({ type: "welcome" });
    expect(JSON.stringify(stage.list("owner", "bans"))).not.toContain("home");
  });
});

describe("messages", () => {
  test("P9.3 a moderator deletes the message of a guest, which is in the audit log; a guest does not", () => {
    const stage = staged();
    stage.say("guest", "spam");
    expect(stage.do("other", { type: "delete", id: "d", target: 1 })).toMatchObject([{ code: "not_yours" }]);
    stage.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(stage.history.message(1)?.message).toMatchObject({ deleted: true, message: "" });
    expect(stage.list("owner", "audit")[0]).toMatchObject({ action: "delete", details: { target: 1 } });
    stage.say("owner", "mine");
    expect(stage.do("moderator", { type: "delete", id: "e", target: 3 })).toMatchObject([{ code: "not_yours" }]);
  });

  test("P9.3 one's own deletes are in no audit log", () => {
    const stage = staged();
    stage.say("moderator", "mine");
    stage.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(stage.list("owner", "audit").map(({ action }: { action: string }) => action)).not.toContain("delete");
  });

  test("P9.3 clear deletes a person's newest messages, 500 at most, each by an event that all get, and nobody else's", () => {
    const stage = staged();
    for (let count = 0; count < MAX_CLEARED + 3; count += 1) stage.say("guest", `spam ${count}`);
    stage.say("other", "not spam");
    stage.hush();
    stage.moderate("moderator", { action: "clear", uid: stage.uid("guest") });
    const events = stage.hear("other");
    expect(events).toHaveLength(MAX_CLEARED);
    expect(events[0]).toMatchObject({ type: "delete", seq: MAX_CLEARED + 5, uid: stage.uid("moderator") });
    const left = stage.history.page({ limit: 1_000 }, MODERATOR_VIEWER).filter(({ deleted }) => !deleted);
    expect(left.map(({ message }) => message)).toEqual(["spam 0", "spam 1", "spam 2", "not spam"]);
  });

  test("P9.4 pins are told to all, the newest first, five at most, and are in the welcome", () => {
    const stage = staged();
    for (let count = 1; count <= MAX_PINNED + 1; count += 1) stage.say("guest", `message ${count}`);
    stage.hush();
    for (let target = 1; target <= MAX_PINNED + 1; target += 1) {
      stage.moderate("moderator", { action: "pin", target, on: true });
    }
    const seqs = (object: { pinned: { seq: number }[] }) => object.pinned.map(({ seq }) => seq);
    expect(seqs(stage.hear("other").at(-1))).toEqual([6, 5, 4, 3, 2]);
    stage.moderate("moderator", { action: "pin", target: 4, on: false });
    expect(seqs(stage.enter("newcomer")[0])).toEqual([6, 5, 3, 2]);
    expect(stage.moderate("moderator", { action: "pin", target: 99, on: true })).toMatchObject({ code: "no_target" });
  });

  test("P9.4 a pinned message is told again when it is edited, and is no pin any more when it is deleted", () => {
    const stage = staged();
    stage.say("guest", "first");
    stage.moderate("owner", { action: "pin", target: 1, on: true });
    stage.hush();
    stage.do("guest", { type: "edit", id: "e", target: 1, message: "second" });
    expect(stage.hear("other")[1]).toMatchObject({ type: "room", pinned: [{ seq: 1, message: "second" }] });
    stage.do("guest", { type: "delete", id: "d", target: 1 });
    expect(stage.hear("other")[1]).toMatchObject({ type: "room", pinned: [] });
    stage.say("guest", "third");
    stage.moderate("owner", { action: "pin", target: 4, on: true });
    stage.hush();
    stage.moderate("owner", { action: "clear", uid: stage.uid("guest") });
    expect(stage.hear("other")).toMatchObject([{ type: "delete" }, { type: "room", pinned: [] }]);
  });
});

describe("reports", () => {
  test("P9.10 a report is in the moderators' queue with the message, and they alone are told how many wait", () => {
    const stage = staged();
    stage.say("guest", "spam");
    stage.hush();
    expect(stage.do("other", { type: "report", id: "r", target: 1, reason: "spam" })).toEqual([
      { type: "done", id: "r" },
    ]);
    expect(stage.hear("moderator")).toMatchObject([{ type: "room", reports: 1 }]);
    expect(stage.hear("guest")).toEqual([]);
    const by = stage.uid("other");
    expect(stage.list("moderator", "reports")).toMatchObject([
      { report: 1, by, target: 1, reason: "spam", message: { message: "spam" } },
    ]);
    expect(stage.moderate("moderator", { action: "resolve", report: 1 })).toMatchObject({ type: "done" });
    expect(stage.hear("owner").at(-1)).toMatchObject({ type: "room", reports: 0 });
    expect(stage.moderate("moderator", { action: "resolve", report: 1 })).toMatchObject({ code: "no_report" });
    expect(stage.enter("moderator")[0]).toMatchObject({ reports: 0 });
    expect(stage.enter("other")[0]).not.toHaveProperty("reports");
  });

  test("P9.10 a person has 20 reports that wait, and one of a message", () => {
    const stage = staged();
    for (let count = 1; count <= 21; count += 1) stage.say("guest", `spam ${count}`);
    const report = (target: number) => stage.do("other", { type: "report", id: "r", target })[0];
    for (let count = 0; count < 3; count += 1) expect(report(1)).toMatchObject({ type: "done" });
    for (let target = 2; target <= 20; target += 1) expect(report(target)).toMatchObject({ type: "done" });
    expect(report(21)).toMatchObject({ code: "too_many" });
    expect(stage.list("moderator", "reports")).toHaveLength(20);
    expect(stage.do("member", { type: "report", id: "r", target: 21 })[0]).toMatchObject({ type: "done" });
    expect(stage.do("member", { type: "report", id: "r", target: 99 })[0]).toMatchObject({ code: "no_target" });
  });
});

test("P9.11 the audit log says who did what, newest first, 50 at a time, and no word that is blocked", () => {
  const stage = staged();
  const uid = stage.uid("guest");
  stage.moderate("moderator", { action: "mute", uid, for: HOUR });
  stage.moderate("owner", { action: "settings", settings: { words: { reject: ["darn"], hide: [] }, slowMode: 3 } });
  const [newest, before] = stage.list("moderator", "audit");
  expect(newest).toMatchObject({ action: "settings", details: { slowMode: 3, words: { reject: 1, hide: 0 } } });
  expect(JSON.stringify(newest)).not.toContain("darn");
  expect(before).toMatchObject({ action: "mute", by: stage.uid("moderator"), username: "moderator" });
  expect(before.details).toEqual({ uid, username: "guest", for: HOUR });
  for (let count = 0; count < 60; count += 1) stage.moderate("moderator", { action: "shadow", uid, on: true });
  const page = stage.list("moderator", "audit");
  expect(page).toHaveLength(50);
  const older = stage.list("moderator", "audit", page.at(-1).entry);
  expect(older[0].entry).toBe(page.at(-1).entry - 1);
  expect(older.at(-1)).toMatchObject({ entry: 1, action: "claim" });
});
