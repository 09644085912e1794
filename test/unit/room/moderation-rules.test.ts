import { describe, expect, test } from "vitest";
import { KICK_MS, MAX_CLEARED, MAX_PINNED } from "../../../src/protocol/limits.ts";
import type { Role } from "../../../src/protocol/moderation.ts";
import { ROLES } from "../../../src/protocol/moderation.ts";
import type { ModerationAction } from "../../../src/protocol/moderation-action.ts";
import { MODERATOR_VIEWER } from "../../../src/room/log/visibility.ts";
import { type Stage, staged } from "../../support/stage.ts";

const HOUR = 60 * 60 * 1_000;

/** Everything that persists in a test room. */
const lasting = ({ log, moderationStore }: Stage) => {
  return structuredClone({
    rules: moderationStore.rules(),
    bans: moderationStore.bans({ limit: 9 }, 0),
    muted: moderationStore.muted({ limit: 9 }, 0),
    entries: moderationStore.entries({ limit: 99 }),
    events: log.after(0, MODERATOR_VIEWER),
  });
};

const UPON_SOMEBODY: readonly ((uid: string) => ModerationAction)[] = [
  (uid) => ({ action: "kick", uid }),
  (uid) => ({ action: "ban", uid }),
  (uid) => ({ action: "mute", uid, for: HOUR }),
  (uid) => ({ action: "shadow", uid, on: true }),
  (uid) => ({ action: "clear", uid }),
];

describe("permissions", () => {
  test.each(UPON_SOMEBODY.map((act) => [act("x").action, act] as const))(
    "P9.1 %s: moderators may act on members and guests, owners also on moderators, others on nobody",
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
  ])("P9.3 %j requires the role %s", (action, least) => {
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

  test("P9.1 only moderators on v1 sockets may read moderation lists", () => {
    const stage = staged();
    for (const name of ["guest", "member"]) expect(stage.list(name, "bans")).toMatchObject({ code: "not_allowed" });
    expect(stage.list("moderator", "bans")).toEqual([]);
  });

  test("P9.3 moderating an unknown user is rejected; users who wrote a message are known even after they leave", () => {
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
  test("P9.3, P9.4 an owner's role change is announced to its user, and to everyone with the next presence", () => {
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

  test("P9.1 a role survives disconnecting and an eviction", () => {
    const stage = staged();
    stage.leave("moderator");
    stage.evict();
    expect(stage.enter("moderator")[0]).toMatchObject({ type: "welcome", role: "moderator" });
    stage.evict();
    expect(stage.moderate("moderator", { action: "kick", uid: stage.uid("guest") })).toMatchObject({ type: "done" });
  });

  test("P9.1 an owner may give up the role unless it is the last one; owners cannot act on each other", () => {
    const stage = staged();
    const uid = stage.uid("owner");
    expect(stage.moderate("owner", { action: "role", uid, role: "guest" })).toMatchObject({ code: "not_allowed" });
    stage.cast("other", "owner");
    expect(stage.moderate("other", { action: "role", uid, role: "guest" })).toMatchObject({ code: "not_allowed" });
    expect(stage.moderate("owner", { action: "role", uid, role: "member" })).toMatchObject({ type: "done" });
    expect(stage.session("owner")).toMatchObject({ role: "member" });
  });

  test("P9.3 a role from the owner's site is a minimum", () => {
    const stage = staged();
    const session = stage.session("guest");
    if (session === undefined) throw new Error("nobody there");
    // Shaped like a session with a verified identity.
    Object.assign(session, { claim: "moderator", role: "moderator" });
    stage.moderate("owner", { action: "role", uid: session.uid, role: "member" });
    expect(stage.session("guest")).toMatchObject({ role: "moderator" });
  });
});

describe("removing users", () => {
  test("P9.3, P9.5 a kick closes every tab of the user with 4403; they may return after a minute", () => {
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

  test("P9.5 a permanent ban has no retryAfter, survives an eviction, and ends with unban", () => {
    const stage = staged();
    const uid = stage.uid("guest");
    stage.moderate("moderator", { action: "ban", uid, reason: "spam" });
    expect(stage.hear("guest")[0]).not.toHaveProperty("retryAfter");
    stage.evict();
    // As long as a token is valid.
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

  test("P9.3 an address ban keeps out everyone from that address, under any identity, except moderators", () => {
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
  test("P9.3 a moderator may delete a guest's message, which is logged; a guest may not", () => {
    const stage = staged();
    stage.say("guest", "spam");
    expect(stage.do("other", { type: "delete", id: "d", target: 1 })).toMatchObject([{ code: "not_yours" }]);
    stage.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(stage.log.message(1)?.message).toMatchObject({ deleted: true, message: "" });
    expect(stage.list("owner", "audit")[0]).toMatchObject({ action: "delete", details: { target: 1 } });
    stage.say("owner", "mine");
    expect(stage.do("moderator", { type: "delete", id: "e", target: 3 })).toMatchObject([{ code: "not_yours" }]);
  });

  test("P9.21 a moderator may delete a guest's rename, which is logged; the guest may not", () => {
    const stage = staged();
    stage.do("guest", { type: "rename", id: "r", username: "Rude" });
    expect(stage.do("guest", { type: "delete", id: "d", target: 1 })).toMatchObject([{ code: "not_yours" }]);
    stage.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(stage.log.notice(1)?.event).toMatchObject({ username: "", previous: "" });
    expect(stage.list("owner", "audit")[0]).toMatchObject({ action: "delete", details: { target: 1 } });
    expect(stage.do("moderator", { type: "delete", id: "e", target: 1 })).toMatchObject([{ code: "target_deleted" }]);
  });

  test("P9.3 deleting one's own message is not logged", () => {
    const stage = staged();
    stage.say("moderator", "mine");
    stage.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(stage.list("owner", "audit").map(({ action }: { action: string }) => action)).not.toContain("delete");
  });

  test("P9.3 clear deletes up to 500 of a user's newest messages, each with a broadcast event, and no others", () => {
    const stage = staged();
    for (let count = 0; count < MAX_CLEARED + 3; count += 1) stage.say("guest", `spam ${count}`);
    stage.say("other", "not spam");
    stage.hush();
    stage.moderate("moderator", { action: "clear", uid: stage.uid("guest") });
    const events = stage.hear("other");
    expect(events).toHaveLength(MAX_CLEARED);
    expect(events[0]).toMatchObject({ type: "delete", seq: MAX_CLEARED + 5, uid: stage.uid("moderator") });
    const left = stage.log.page({ limit: 1_000 }, MODERATOR_VIEWER).filter(({ deleted }) => !deleted);
    expect(left.map(({ message }) => message)).toEqual(["spam 0", "spam 1", "spam 2", "not spam"]);
  });

  test("P9.4 pins are broadcast, newest first, at most five, and are part of the welcome", () => {
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

  test("P9.4 editing a pinned message broadcasts the pins again; deleting it unpins it", () => {
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
  test("P9.10 a report joins the moderators' queue with its message; only moderators see the number of open reports", () => {
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

  test("P9.10 a user has at most one report per message and 20 open reports", () => {
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

test("P9.31 a pin that is set and removed again and again is one entry, and a ban stays in the log", () => {
  const stage = staged();
  stage.say("guest", "something");
  stage.moderate("owner", { action: "ban", uid: stage.uid("other") });
  for (let count = 0; count < 1_010; count += 1) {
    stage.moderate("moderator", { action: "pin", target: 1, on: count % 2 === 0 });
  }
  expect(stage.list("owner", "audit").slice(0, 2)).toMatchObject([
    { action: "pin", count: 1_010, last: stage.now, details: { target: 1, on: false } },
    { action: "ban", by: stage.uid("owner") },
  ]);
});

test("P9.11 the audit log lists actions newest first, 50 per page, without the blocked words", () => {
  const stage = staged();
  const uid = stage.uid("guest");
  stage.moderate("moderator", { action: "mute", uid, for: HOUR });
  stage.moderate("owner", { action: "settings", settings: { words: { reject: ["darn"], hide: [] }, slowMode: 3 } });
  const [newest, before] = stage.list("moderator", "audit");
  expect(newest).toMatchObject({ action: "settings", details: { slowMode: 3, words: { reject: 1, hide: 0 } } });
  expect(JSON.stringify(newest)).not.toContain("darn");
  expect(before).toMatchObject({ action: "mute", by: stage.uid("moderator"), username: "moderator" });
  expect(before.details).toEqual({ uid, username: "guest", for: HOUR });
  for (let count = 0; count < 60; count += 1) stage.moderate("moderator", { action: "mute", uid, for: HOUR + count });
  expect(stage.list("moderator", "audit")[1]).toMatchObject({ action: "mute", count: 61, last: stage.now });
  for (let count = 0; count < 60; count += 1) {
    stage.now += HOUR;
    stage.moderate("moderator", { action: "shadow", uid, on: true });
  }
  const page = stage.list("moderator", "audit");
  expect(page).toHaveLength(50);
  const older = stage.list("moderator", "audit", page.at(-1).entry);
  expect(older[0].entry).toBe(page.at(-1).entry - 1);
  expect(older.at(-1)).toMatchObject({ entry: 1, action: "claim" });
});
