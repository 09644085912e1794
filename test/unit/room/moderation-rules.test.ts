import { describe, expect, test } from "vitest";
import { KICK_MS, MAX_CLEARED, MAX_PINNED } from "../../../src/protocol/limits.ts";
import type { Role } from "../../../src/protocol/moderation.ts";
import { ROLES } from "../../../src/protocol/moderation.ts";
import type { ModerationAction } from "../../../src/protocol/moderation-action.ts";
import { MODERATOR_VIEWER } from "../../../src/room/log/visibility.ts";
import { type RoomFixture, roomFixture } from "../../support/room-fixture.ts";

const HOUR = 60 * 60 * 1_000;

/** Everything that persists in a test room. */
const lasting = ({ log, moderationStore }: RoomFixture) => {
  return structuredClone({
    rules: moderationStore.rules.get(),
    bans: moderationStore.members.bans({ limit: 9 }, 0),
    muted: moderationStore.members.muted({ limit: 9 }, 0),
    entries: moderationStore.audit.list({ limit: 99 }),
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
          const fixture = roomFixture();
          fixture.say(upon, "something to clear");
          const before = lasting(fixture);
          const allowed =
            (by === "moderator" && (upon === "member" || upon === "guest")) || (by === "owner" && upon !== "owner");
          const answer = fixture.moderate(by, act(fixture.uid(upon)));
          if (allowed) {
            expect(answer, `${by} upon ${upon}`).toEqual({ type: "done", id: "order" });
            expect(lasting(fixture)).not.toEqual(before);
          } else {
            expect(answer, `${by} upon ${upon}`).toMatchObject({ type: "error", code: "not_allowed", id: "order" });
            expect(lasting(fixture)).toEqual(before);
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
      const fixture = roomFixture();
      fixture.say("guest", "to be pinned");
      const before = lasting(fixture);
      const isAllowed = ROLES.indexOf(by) >= ROLES.indexOf(least);
      const answer = fixture.moderate(by, action);
      expect(answer).toMatchObject(isAllowed ? { type: "done" } : { type: "error", code: "not_allowed" });
      if (!isAllowed) expect(lasting(fixture)).toEqual(before);
    }
  });

  test("P9.1 only moderators on v1 sockets may read moderation lists", () => {
    const fixture = roomFixture();
    for (const name of ["guest", "member"]) expect(fixture.list(name, "bans")).toMatchObject({ code: "not_allowed" });
    expect(fixture.list("moderator", "bans")).toEqual([]);
  });

  test("P9.3 moderating an unknown user is rejected; users who wrote a message are known even after they leave", () => {
    const fixture = roomFixture();
    expect(fixture.moderate("owner", { action: "ban", uid: "nobody" })).toMatchObject({ code: "no_person" });
    expect(fixture.moderate("owner", { action: "unban", uid: fixture.uid("guest") })).toMatchObject({
      code: "no_person",
    });
    fixture.say("guest", "hello and goodbye");
    fixture.leave("guest");
    expect(fixture.moderate("owner", { action: "ban", uid: fixture.uid("guest") })).toMatchObject({ type: "done" });
    expect(fixture.list("owner", "bans")).toMatchObject([{ username: "guest" }]);
  });
});

describe("roles", () => {
  test("P9.3, P9.4 an owner's role change is announced to its user, and to everyone with the next presence", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("guest");
    expect(fixture.moderate("moderator", { action: "role", uid, role: "member" })).toMatchObject({
      code: "not_allowed",
    });
    expect(fixture.moderate("owner", { action: "role", uid, role: "moderator" })).toMatchObject({ type: "done" });
    expect(fixture.received("guest")).toMatchObject([
      { type: "self", role: "moderator" },
      { type: "room", reports: 0 },
    ]);
    fixture.sendSignals();
    expect(fixture.received("other")).toMatchObject([
      { type: "presence", joined: [{ uid, role: "moderator" }], left: [] },
    ]);
    expect(fixture.moderate("guest", { action: "kick", uid: fixture.uid("other") })).toMatchObject({ type: "done" });
  });

  test("P9.1 a role survives disconnecting and an eviction", () => {
    const fixture = roomFixture();
    fixture.leave("moderator");
    fixture.evict();
    expect(fixture.enter("moderator")[0]).toMatchObject({ type: "welcome", role: "moderator" });
    fixture.evict();
    expect(fixture.moderate("moderator", { action: "kick", uid: fixture.uid("guest") })).toMatchObject({
      type: "done",
    });
  });

  test("P9.1 an owner may give up the role unless it is the last one; owners cannot act on each other", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("owner");
    expect(fixture.moderate("owner", { action: "role", uid, role: "guest" })).toMatchObject({ code: "not_allowed" });
    fixture.cast("other", "owner");
    expect(fixture.moderate("other", { action: "role", uid, role: "guest" })).toMatchObject({ code: "not_allowed" });
    expect(fixture.moderate("owner", { action: "role", uid, role: "member" })).toMatchObject({ type: "done" });
    expect(fixture.session("owner")).toMatchObject({ role: "member" });
  });

  test("P9.3 a role from the owner's site is a minimum", () => {
    const fixture = roomFixture();
    const session = fixture.session("guest");
    if (session === undefined) throw new Error("nobody there");
    // Shaped like a session with a verified identity.
    Object.assign(session, { claim: "moderator", role: "moderator" });
    fixture.moderate("owner", { action: "role", uid: session.uid, role: "member" });
    expect(fixture.session("guest")).toMatchObject({ role: "moderator" });
  });
});

describe("removing users", () => {
  test("P9.3, P9.5 a kick closes every tab of the user with 4403; they may return after a minute", () => {
    const fixture = roomFixture();
    const token = fixture.enter("guest")[0].token;
    fixture.enter("tab", { token });
    fixture.moderate("moderator", { action: "kick", uid: fixture.uid("guest") });
    for (const name of ["guest", "tab"]) {
      expect(fixture.received(name)).toMatchObject([{ type: "error", code: "banned", retryAfter: KICK_MS }]);
      expect(fixture.closed.get(name)).toBe(4403);
    }
    fixture.now += KICK_MS - 1;
    expect(fixture.enter("guest")).toMatchObject([{ type: "error", code: "banned", retryAfter: 1 }]);
    expect(fixture.closed.get("guest")).toBe(4403);
    fixture.now += 1;
    expect(fixture.enter("guest")[0]).toMatchObject({ type: "welcome" });
  });

  test("P9.5 a permanent ban has no retryAfter, survives an eviction, and ends with unban", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("guest");
    fixture.moderate("moderator", { action: "ban", uid, reason: "spam" });
    expect(fixture.received("guest")[0]).not.toHaveProperty("retryAfter");
    fixture.evict();
    // As long as a token is valid.
    fixture.now += 89 * 24 * HOUR;
    expect(fixture.enter("guest")[0]).toMatchObject({ code: "banned" });
    expect(fixture.list("owner", "bans")).toMatchObject([{ uid, username: "guest", reason: "spam", address: false }]);
    fixture.moderate("moderator", { action: "unban", uid });
    expect(fixture.enter("guest")[0]).toMatchObject({ type: "welcome" });
    expect(fixture.list("owner", "bans")).toEqual([]);
  });

  test("P9.3 a kick does not shorten a ban", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("guest");
    fixture.moderate("moderator", { action: "ban", uid });
    fixture.moderate("moderator", { action: "kick", uid });
    fixture.now += 2 * KICK_MS;
    expect(fixture.enter("guest")[0]).toMatchObject({ code: "banned" });
  });

  test("P9.3 an address ban keeps out everyone from that address, under any identity, except moderators", () => {
    const fixture = roomFixture();
    fixture.leave("guest");
    fixture.enter("guest", { from: "home" });
    fixture.enter("flatmate", { from: "home" });
    fixture.leave("moderator");
    fixture.enter("moderator", { from: "home" });
    fixture.moderate("owner", { action: "ban", uid: fixture.uid("guest"), address: true });
    expect(fixture.closed.get("guest")).toBe(4403);
    expect(fixture.closed.get("flatmate")).toBe(4403);
    expect(fixture.closed.has("moderator")).toBe(false);
    fixture.forget("guest");
    expect(fixture.enter("guest", { from: "home" })[0]).toMatchObject({ code: "banned" });
    expect(fixture.enter("guest", { from: "elsewhere", username: "somebody else" })[0]).toMatchObject({
      type: "welcome",
    });
    expect(fixture.whyNotPlain("home")).toMatchObject({ code: "banned" });
    expect(fixture.whyNotPlain("elsewhere")).toBeUndefined();
    fixture.leave("moderator");
    expect(fixture.enter("moderator", { from: "home" })[0]).toMatchObject({ type: "welcome" });
    expect(JSON.stringify(fixture.list("owner", "bans"))).not.toContain("home");
  });
});

describe("messages", () => {
  test("P9.3 a moderator may delete a guest's message, which is logged; a guest may not", () => {
    const fixture = roomFixture();
    fixture.say("guest", "spam");
    expect(fixture.do("other", { type: "delete", id: "d", target: 1 })).toMatchObject([{ code: "not_yours" }]);
    fixture.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(fixture.log.message(1)?.message).toMatchObject({ deleted: true, message: "" });
    expect(fixture.list("owner", "audit")[0]).toMatchObject({ action: "delete", details: { target: 1 } });
    fixture.say("owner", "mine");
    expect(fixture.do("moderator", { type: "delete", id: "e", target: 3 })).toMatchObject([{ code: "not_yours" }]);
  });

  test("P9.18 a moderator may delete a guest's rename, which is logged; the guest may not", () => {
    const fixture = roomFixture();
    fixture.do("guest", { type: "rename", id: "r", username: "Rude" });
    expect(fixture.do("guest", { type: "delete", id: "d", target: 1 })).toMatchObject([{ code: "not_yours" }]);
    fixture.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(fixture.log.notice(1)?.event).toMatchObject({ username: "", previous: "" });
    expect(fixture.list("owner", "audit")[0]).toMatchObject({ action: "delete", details: { target: 1 } });
    expect(fixture.do("moderator", { type: "delete", id: "e", target: 1 })).toMatchObject([{ code: "target_deleted" }]);
  });

  test("P9.3 deleting one's own message is not logged", () => {
    const fixture = roomFixture();
    fixture.say("moderator", "mine");
    fixture.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(fixture.list("owner", "audit").map(({ action }: { action: string }) => action)).not.toContain("delete");
  });

  test("P9.3 clear deletes up to 500 of a user's newest messages, each with a broadcast event, and no others", () => {
    const fixture = roomFixture();
    for (let count = 0; count < MAX_CLEARED + 3; count += 1) fixture.say("guest", `spam ${count}`);
    fixture.say("other", "not spam");
    fixture.discardReceived();
    fixture.moderate("moderator", { action: "clear", uid: fixture.uid("guest") });
    const events = fixture.received("other");
    expect(events).toHaveLength(MAX_CLEARED);
    expect(events[0]).toMatchObject({ type: "delete", seq: MAX_CLEARED + 5, uid: fixture.uid("moderator") });
    const left = fixture.log.page({ limit: 1_000 }, MODERATOR_VIEWER).filter(({ deleted }) => !deleted);
    expect(left.map(({ message }) => message)).toEqual(["spam 0", "spam 1", "spam 2", "not spam"]);
  });

  test("P9.4 pins are broadcast, newest first, at most five, and are part of the welcome", () => {
    const fixture = roomFixture();
    for (let count = 1; count <= MAX_PINNED + 1; count += 1) fixture.say("guest", `message ${count}`);
    fixture.discardReceived();
    for (let target = 1; target <= MAX_PINNED + 1; target += 1) {
      fixture.moderate("moderator", { action: "pin", target, on: true });
    }
    const seqs = (object: { pinned: { seq: number }[] }) => object.pinned.map(({ seq }) => seq);
    expect(seqs(fixture.received("other").at(-1))).toEqual([6, 5, 4, 3, 2]);
    fixture.moderate("moderator", { action: "pin", target: 4, on: false });
    expect(seqs(fixture.enter("newcomer")[0])).toEqual([6, 5, 3, 2]);
    expect(fixture.moderate("moderator", { action: "pin", target: 99, on: true })).toMatchObject({ code: "no_target" });
  });

  test("P9.4 editing a pinned message broadcasts the pins again; deleting it unpins it", () => {
    const fixture = roomFixture();
    fixture.say("guest", "first");
    fixture.moderate("owner", { action: "pin", target: 1, on: true });
    fixture.discardReceived();
    fixture.do("guest", { type: "edit", id: "e", target: 1, message: "second" });
    expect(fixture.received("other")[1]).toMatchObject({ type: "room", pinned: [{ seq: 1, message: "second" }] });
    fixture.do("guest", { type: "delete", id: "d", target: 1 });
    expect(fixture.received("other")[1]).toMatchObject({ type: "room", pinned: [] });
    fixture.say("guest", "third");
    fixture.moderate("owner", { action: "pin", target: 4, on: true });
    fixture.discardReceived();
    fixture.moderate("owner", { action: "clear", uid: fixture.uid("guest") });
    expect(fixture.received("other")).toMatchObject([{ type: "delete" }, { type: "room", pinned: [] }]);
  });
});

describe("reports", () => {
  test("P9.10 a report joins the moderators' queue with its message; only moderators see the number of open reports", () => {
    const fixture = roomFixture();
    fixture.say("guest", "spam");
    fixture.discardReceived();
    expect(fixture.do("other", { type: "report", id: "r", target: 1, reason: "spam" })).toEqual([
      { type: "done", id: "r" },
    ]);
    expect(fixture.received("moderator")).toMatchObject([{ type: "room", reports: 1 }]);
    expect(fixture.received("guest")).toEqual([]);
    const by = fixture.uid("other");
    expect(fixture.list("moderator", "reports")).toMatchObject([
      { report: 1, by, target: 1, reason: "spam", message: { message: "spam" } },
    ]);
    expect(fixture.moderate("moderator", { action: "resolve", report: 1 })).toMatchObject({ type: "done" });
    expect(fixture.received("owner").at(-1)).toMatchObject({ type: "room", reports: 0 });
    expect(fixture.moderate("moderator", { action: "resolve", report: 1 })).toMatchObject({ code: "no_report" });
    expect(fixture.enter("moderator")[0]).toMatchObject({ reports: 0 });
    expect(fixture.enter("other")[0]).not.toHaveProperty("reports");
  });

  test("P9.10 a user has at most one report per message and 20 open reports", () => {
    const fixture = roomFixture();
    for (let count = 1; count <= 21; count += 1) fixture.say("guest", `spam ${count}`);
    const report = (target: number) => fixture.do("other", { type: "report", id: "r", target })[0];
    for (let count = 0; count < 3; count += 1) expect(report(1)).toMatchObject({ type: "done" });
    for (let target = 2; target <= 20; target += 1) expect(report(target)).toMatchObject({ type: "done" });
    expect(report(21)).toMatchObject({ code: "too_many" });
    expect(fixture.list("moderator", "reports")).toHaveLength(20);
    expect(fixture.do("member", { type: "report", id: "r", target: 21 })[0]).toMatchObject({ type: "done" });
    expect(fixture.do("member", { type: "report", id: "r", target: 99 })[0]).toMatchObject({ code: "no_target" });
  });
});

test("P9.27 P9.34 a flood of the same action is one entry, other values are entries of their own, and a ban stays in the log", () => {
  const fixture = roomFixture();
  fixture.say("guest", "something");
  fixture.moderate("owner", { action: "ban", uid: fixture.uid("other") });
  for (let count = 0; count < 1_010; count += 1) {
    fixture.moderate("moderator", { action: "pin", target: 1, on: count % 2 === 0 });
  }
  for (let count = 0; count < 7; count += 1) fixture.moderate("moderator", { action: "pin", target: 1, on: true });
  fixture.moderate("owner", { action: "settings", settings: { slowMode: 5 } });
  fixture.moderate("owner", { action: "settings", settings: { slowMode: 30 } });
  const [later, earlier, pins] = fixture.list("owner", "audit");
  expect([later, earlier, pins]).toMatchObject([
    { action: "settings", details: { slowMode: 30 } },
    { action: "settings", details: { slowMode: 5 } },
    { action: "pin", count: 7, last: fixture.now, details: { target: 1, on: true } },
  ]);
  expect(fixture.list("owner", "audit", 10)[0]).toMatchObject({ action: "ban", by: fixture.uid("owner") });
});

test("P9.11 the audit log lists actions newest first, 50 per page, without the blocked words", () => {
  const fixture = roomFixture();
  const uid = fixture.uid("guest");
  fixture.moderate("moderator", { action: "mute", uid, for: HOUR });
  fixture.moderate("owner", { action: "settings", settings: { words: { reject: ["darn"], hide: [] }, slowMode: 3 } });
  const [newest, before] = fixture.list("moderator", "audit");
  expect(newest).toMatchObject({ action: "settings", details: { slowMode: 3, words: { reject: 1, hide: 0 } } });
  expect(JSON.stringify(newest)).not.toContain("darn");
  expect(before).toMatchObject({ action: "mute", by: fixture.uid("moderator"), username: "moderator" });
  expect(before.details).toEqual({ uid, username: "guest", for: HOUR });
  for (let count = 0; count < 60; count += 1) {
    fixture.now += HOUR;
    fixture.moderate("moderator", { action: "shadow", uid, on: true });
  }
  const page = fixture.list("moderator", "audit");
  expect(page).toHaveLength(50);
  const older = fixture.list("moderator", "audit", page.at(-1).entry);
  expect(older[0].entry).toBe(page.at(-1).entry - 1);
  expect(older.at(-1)).toMatchObject({ entry: 1, action: "claim" });
});
