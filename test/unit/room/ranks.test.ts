import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Identity, SignedInRole } from "../../../src/protocol/identity.ts";
import { KICK_MS } from "../../../src/protocol/limits.ts";
import type { ModerationAction } from "../../../src/protocol/moderation-action.ts";
import { type RoomFixture, roomFixture } from "../../support/room-fixture.ts";

const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;

const uidOf = (name: string) => `m${name.padEnd(24, "0")}`;

/** A person of the site enters, with a token that is valid for an hour. */
function signIn(fixture: RoomFixture, name: string, role: SignedInRole, from?: string) {
  const identity: Identity = { uid: uidOf(name), username: name, role, expires: fixture.now + HOUR };
  return fixture.enter(name, { identity, ...(from === undefined ? {} : { from }) });
}

const upon = (uid: string): ModerationAction[] => [
  { action: "kick", uid },
  { action: "ban", uid },
  { action: "mute", uid, for: HOUR },
  { action: "shadow", uid, on: true },
  { action: "clear", uid },
];

describe("a role that a site vouched for", () => {
  test("P9.12 protects its holder for 30 days after they left, whatever a moderator does", () => {
    for (const action of upon(uidOf("boss"))) {
      const fixture = roomFixture();
      signIn(fixture, "boss", "owner");
      fixture.say("boss", "still here");
      fixture.leave("boss");
      fixture.evict();
      fixture.now += 30 * DAY - 1;
      expect(fixture.moderate("moderator", action), action.action).toMatchObject({ code: "not_allowed" });
      const deletion = fixture.do("moderator", { type: "delete", id: "d", target: 1 });
      expect(deletion).toMatchObject([{ code: "not_yours" }]);
      expect(fixture.log.message(1)?.message).toMatchObject({ message: "still here" });
      expect(signIn(fixture, "boss", "owner")[0]).toMatchObject({ type: "welcome", role: "owner" });
    }
  });

  test("P9.12 is forgotten 30 days after its holder was last here, and when the site takes it back", () => {
    const fixture = roomFixture();
    for (const name of ["boss", "former"]) {
      signIn(fixture, name, "moderator");
      fixture.say(name, "hello");
      fixture.leave(name);
    }
    signIn(fixture, "former", "member");
    fixture.leave("former");
    expect(fixture.moderate("moderator", { action: "mute", uid: uidOf("former"), for: HOUR })).toMatchObject({
      type: "done",
    });
    fixture.now += 31 * DAY;
    expect(fixture.moderate("moderator", { action: "mute", uid: uidOf("boss"), for: HOUR })).toMatchObject({
      type: "done",
    });
  });

  test("P9.12 grants nothing: without a token that vouches for it, its holder is what the room made them", () => {
    const fixture = roomFixture();
    signIn(fixture, "boss", "owner");
    fixture.leave("boss");
    expect(signIn(fixture, "boss", "member")[0]).toMatchObject({ role: "member" });
    expect(fixture.moderate("boss", { action: "kick", uid: fixture.uid("guest") })).toMatchObject({
      code: "not_allowed",
    });
  });

  test("P9.12 counts with the highest role of a person's tabs", () => {
    const fixture = roomFixture();
    const identity = { uid: uidOf("boss"), username: "boss", expires: fixture.now + HOUR };
    fixture.enter("old tab", { identity: { ...identity, role: "member" } });
    fixture.enter("new tab", { identity: { ...identity, role: "owner" } });
    fixture.enter("third tab", { identity: { ...identity, role: "member" } });
    expect(fixture.moderate("moderator", { action: "kick", uid: identity.uid })).toMatchObject({ code: "not_allowed" });
  });
});

describe("a sanction and the rank of its moderator", () => {
  test("P9.12 a ban and a mute do not apply to a person whose role outranks the moderator who imposed them", () => {
    const fixture = roomFixture();
    signIn(fixture, "ada", "member");
    const uid = uidOf("ada");
    fixture.moderate("moderator", { action: "mute", uid, for: DAY });
    fixture.moderate("moderator", { action: "shadow", uid, on: true });
    fixture.moderate("moderator", { action: "ban", uid });
    expect(fixture.closed.get("ada")).toBe(4403);
    for (const role of ["member", "moderator"] as const) {
      expect(signIn(fixture, "ada", role)[0]).toMatchObject({ code: "banned" });
    }
    const [welcome] = signIn(fixture, "ada", "owner");
    expect(welcome).toMatchObject({ type: "welcome", role: "owner" });
    expect(welcome).not.toHaveProperty("mutedUntil");
    fixture.discardReceived();
    fixture.say("ada", "I own this place");
    expect(fixture.received("guest")).toMatchObject([{ type: "message", message: "I own this place" }]);
    expect(fixture.list("owner", "bans")).toMatchObject([{ uid, rank: "moderator" }]);
    expect(fixture.list("owner", "muted")).toMatchObject([{ uid, rank: "moderator" }]);
  });

  test("P9.12 a ban by an owner keeps out moderators of the site", () => {
    const fixture = roomFixture();
    signIn(fixture, "ada", "moderator");
    fixture.leave("ada");
    expect(fixture.moderate("owner", { action: "ban", uid: uidOf("ada") })).toMatchObject({ type: "done" });
    expect(signIn(fixture, "ada", "moderator")[0]).toMatchObject({ code: "banned" });
  });

  test("P9.12 a ban of a version that stored no rank counts as a moderator's", () => {
    const fixture = roomFixture();
    const ban = { entry: 1, at: 1, by: "x", uid: uidOf("ada"), username: "ada", address: false };
    fixture.moderationStore.members.put({ uid: ban.uid, username: "ada", ban });
    expect(signIn(fixture, "ada", "moderator")[0]).toMatchObject({ code: "banned" });
    expect(signIn(fixture, "ada", "owner")[0]).toMatchObject({ type: "welcome" });
  });
});

describe("any sequence of commands by people of lower rank", () => {
  const action = fc.oneof(
    fc.constantFrom("kick", "unban", "clear").map(
      (name) =>
        (uid: string): ModerationAction => ({ action: name, uid }),
    ),
    fc.boolean().map(
      (address) =>
        (uid: string): ModerationAction => ({ action: "ban", uid, address }),
    ),
    fc.boolean().map(
      (on) =>
        (uid: string): ModerationAction => ({ action: "shadow", uid, on }),
    ),
    fc.boolean().map(
      (address) =>
        (uid: string): ModerationAction => ({ action: "mute", uid, for: HOUR, address }),
    ),
    fc.constantFrom("guest", "member", "owner").map(
      (role) =>
        (uid: string): ModerationAction => ({ action: "role", uid, role }),
    ),
  );
  const step = fc.oneof(
    fc.record({ by: fc.nat(3), onBoss: fc.boolean(), action }),
    fc.record({ by: fc.nat(3), target: fc.integer({ min: 1, max: 6 }) }),
    fc.constantFrom("leave", "enter", "evict", "wait", "say"),
  );

  test.each(["owner", "moderator"] as const)(
    "P9.12 changes nothing for a person whom a site calls %s: what they wrote, whether they may enter, speak and be heard",
    (claim) => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
          const fixture = roomFixture();
          const lower = ["guest", "other", "member", ...(claim === "owner" ? ["moderator"] : [])];
          // They share the boss's address, so that a ban of theirs concerns it too.
          for (const name of lower) {
            fixture.leave(name);
            fixture.enter(name, { from: "office" });
          }
          signIn(fixture, "boss", claim, "office");
          fixture.say("boss", "my words");
          for (const taken of steps) {
            if (taken === "leave") fixture.leave("boss");
            else if (taken === "enter" && fixture.session("boss") === undefined)
              signIn(fixture, "boss", claim, "office");
            else if (taken === "evict") fixture.evict();
            else if (taken === "wait") fixture.now += 12 * HOUR;
            else if (taken === "say" && fixture.session("boss") !== undefined) fixture.say("boss", "more words");
            else if (typeof taken === "object") {
              const by = lower[taken.by % lower.length] ?? "guest";
              if (fixture.session(by) === undefined) continue;
              if ("target" in taken) fixture.do(by, { type: "delete", id: `d${fixture.now}`, target: taken.target });
              else fixture.moderate(by, taken.action(taken.onBoss ? uidOf("boss") : fixture.uid("other")));
            }
          }
          fixture.leave("boss");
          const [welcome] = signIn(fixture, "boss", claim, "office");
          expect(welcome).toMatchObject({ type: "welcome", uid: uidOf("boss"), username: "boss", role: claim });
          expect(welcome).not.toHaveProperty("mutedUntil");
          fixture.enterPlain("witness");
          fixture.say("boss", "the last word");
          expect(fixture.received("witness")).toMatchObject([{ type: "message", message: "the last word" }]);
          for (const seq of fixture.log.newestOf(uidOf("boss"), 100)) {
            expect(fixture.log.message(seq)?.message.message).toMatch(/words?$/);
          }
          expect(fixture.log.message(1)?.message).toMatchObject({ message: "my words" });
          expect(fixture.moderationStore.members.find(uidOf("boss"))).toMatchObject({ vouched: { role: claim } });
          expect(fixture.moderationStore.members.find(uidOf("boss"))).not.toHaveProperty("ban");
          expect(fixture.moderationStore.members.find(uidOf("boss"))).not.toHaveProperty("mute");
        }),
        { numRuns: 150 },
      );
    },
  );
});

describe("the deployment", () => {
  test("P9.14 demotes, bans, kicks and mutes any owner, the last one included", () => {
    for (const index of upon("").keys()) {
      const { fixture, uid } = ownedStage();
      const [action = { action: "kick", uid }] = upon(uid).slice(index);
      expect(fixture.deploy(action), action.action).toMatchObject({ type: "done" });
    }
    const { fixture, uid } = ownedStage();
    expect(fixture.deploy({ action: "role", uid, role: "guest" })).toEqual({ type: "done", id: "order" });
    expect(fixture.session("owner")).toMatchObject({ role: "guest" });
    expect(fixture.moderationStore.members.owners()).toBe(0);
    expect(fixture.deploy({ action: "ban", uid })).toEqual({ type: "done", id: "order" });
    expect(fixture.closed.get("owner")).toBe(4403);
    expect(fixture.enter("owner")[0]).toMatchObject({ code: "banned" });
  });

  test("P9.14 bans owners of the site too, and a kick by it counts for them", () => {
    const fixture = roomFixture();
    signIn(fixture, "boss", "owner");
    fixture.deploy({ action: "kick", uid: uidOf("boss") });
    expect(signIn(fixture, "boss", "owner")[0]).toMatchObject({ code: "banned", retryAfter: KICK_MS });
    fixture.now += KICK_MS;
    expect(signIn(fixture, "boss", "owner")[0]).toMatchObject({ type: "welcome" });
    fixture.deploy({ action: "ban", uid: uidOf("boss") });
    expect(signIn(fixture, "boss", "owner")[0]).toMatchObject({ code: "banned" });
    expect(fixture.list("owner", "bans")).toMatchObject([{ by: "", rank: "deployment" }]);
  });

  test("P9.14 what the deployment imposed, an owner cannot lift, shorten or replace", () => {
    const { fixture, uid } = ownedStage();
    fixture.cast("accomplice", "owner");
    fixture.deploy({ action: "role", uid, role: "guest" });
    fixture.deploy({ action: "ban", uid, for: DAY });
    const attempts = [
      { action: "unban", uid },
      { action: "ban", uid, for: 1 },
      { action: "kick", uid },
    ] as const;
    for (const attempt of attempts)
      expect(fixture.moderate("accomplice", attempt)).toMatchObject({ code: "not_allowed" });
    expect(fixture.enter("owner")[0]).toMatchObject({ code: "banned" });
    fixture.deploy({ action: "mute", uid, for: DAY });
    expect(fixture.moderate("accomplice", { action: "mute", uid, for: 0 })).toMatchObject({ code: "not_allowed" });
    fixture.now += DAY;
    expect(fixture.moderate("accomplice", { action: "ban", uid, for: 1 })).toMatchObject({ type: "done" });
  });

  test("P9.14 an owner who claimed the room with the owner token is an owner like others", () => {
    const { fixture, uid } = ownedStage();
    fixture.cast("second", "owner");
    expect(fixture.moderate("second", { action: "ban", uid })).toMatchObject({ code: "not_allowed" });
  });
});

function ownedStage() {
  const fixture = roomFixture();
  return { fixture, uid: fixture.uid("owner") };
}

describe("addresses", () => {
  test("P9.13 a ban by address finds an author who left within a day, and says whether it banned an address", () => {
    const fixture = roomFixture();
    fixture.enter("mallory", { from: "den" });
    fixture.say("mallory", "spam");
    fixture.evict();
    fixture.leave("mallory");
    fixture.now += DAY - 1;
    const uid = fixture.uid("mallory");
    expect(fixture.moderate("moderator", { action: "ban", uid, address: true })).toEqual({
      type: "done",
      id: "order",
      address: true,
    });
    expect(fixture.enter("someone else", { from: "den" })[0]).toMatchObject({ code: "banned" });
    expect(fixture.enter("elsewhere", { from: "cafe" })[0]).toMatchObject({ type: "welcome" });
    expect(fixture.list("owner", "bans")).toMatchObject([{ uid, address: true }]);
  });

  test("P9.13 a day after an author left their address is forgotten, and the ban says that it banned none", () => {
    const fixture = roomFixture();
    fixture.enter("mallory", { from: "den" });
    fixture.say("mallory", "spam");
    fixture.leave("mallory");
    fixture.now += DAY;
    const uid = fixture.uid("mallory");
    const answer = fixture.moderate("moderator", { action: "ban", uid, address: true });
    expect(answer).toEqual({ type: "done", id: "order", address: false });
    expect(fixture.list("owner", "bans")).toMatchObject([{ uid, address: false }]);
    expect(fixture.enter("someone else", { from: "den" })[0]).toMatchObject({ type: "welcome" });
  });

  test("P9.13 people who only read leave no address behind", () => {
    const fixture = roomFixture();
    fixture.enter("reader", { from: "library" });
    fixture.leave("reader");
    expect(fixture.moderationStore.addresses.recentAuthor(fixture.uid("reader"), fixture.now)).toEqual([]);
  });

  test("P9.13 an author who deleted their message and left can still be banned", () => {
    const fixture = roomFixture();
    fixture.enter("mallory", { from: "den" });
    fixture.say("mallory", "spam");
    fixture.do("mallory", { type: "delete", id: "d", target: 1 });
    fixture.leave("mallory");
    const answer = fixture.moderate("moderator", { action: "ban", uid: fixture.uid("mallory"), address: true });
    expect(answer).toMatchObject({ type: "done", address: true });
    expect(fixture.list("owner", "bans")).toMatchObject([{ username: "mallory" }]);
  });

  test("P9.13 an address mute silences guests from that address, here or new, on any dialect, and nobody else", () => {
    const fixture = roomFixture();
    for (const name of ["guest", "member"]) {
      fixture.leave(name);
      fixture.enter(name, { from: "den" });
    }
    fixture.enter("mallory", { from: "den" });
    const uid = fixture.uid("mallory");
    const answer = fixture.moderate("moderator", { action: "mute", uid, for: HOUR, address: true });
    expect(answer).toEqual({ type: "done", id: "order", address: true });
    fixture.enter("newcomer", { from: "den" });
    fixture.admitPlain("plain", "den");
    fixture.evict();
    for (const name of ["guest", "mallory", "newcomer", "plain"]) {
      expect(fixture.say(name, "spam")[0], name).toMatchObject({ code: "muted", retryAfter: HOUR });
    }
    for (const name of ["member", "other"]) expect(fixture.say(name, "hello")[0]).toMatchObject({ type: "message" });
    expect(fixture.list("moderator", "muted")).toMatchObject([{ uid, address: true }]);
    fixture.moderate("owner", { action: "role", uid: fixture.uid("guest"), role: "member" });
    expect(fixture.say("guest", "hello")[0]).toMatchObject({ type: "message" });
    fixture.discardReceived();
    expect(fixture.moderate("moderator", { action: "mute", uid, for: 0 })).toEqual({ type: "done", id: "order" });
    expect(fixture.received("newcomer")).toMatchObject([{ type: "self", role: "guest" }]);
    for (const name of ["mallory", "newcomer", "plain"]) {
      expect(fixture.say(name, "hello").at(-1), name).toMatchObject({ type: "message" });
    }
  });

  test("P9.13 an address mute ends with its time", () => {
    const fixture = roomFixture();
    fixture.enter("mallory", { from: "den" });
    fixture.moderate("moderator", { action: "mute", uid: fixture.uid("mallory"), for: HOUR, address: true });
    fixture.now += HOUR;
    fixture.enter("newcomer", { from: "den" });
    expect(fixture.say("newcomer", "hello")[0]).toMatchObject({ type: "message" });
  });
});

describe("invitations", () => {
  const invited = () => {
    const fixture = roomFixture();
    fixture.moderate("owner", { action: "settings", settings: { read: "invited" } });
    const { invitation } = fixture.moderate("moderator", { action: "invite", uses: 9 });
    fixture.enter("ada", { invite: invitation.secret });
    return { fixture, invitation, uid: fixture.uid("ada") };
  };

  test("P9.15 an invitation does not make a member again of a person who lost their role after it was made", () => {
    const { invitation, fixture, uid } = invited();
    const other = fixture.moderate("owner", { action: "invite", uses: 9 }).invitation;
    fixture.moderate("owner", { action: "role", uid, role: "guest" });
    expect(fixture.closed.get("ada")).toBe(4404);
    fixture.evict();
    for (const { secret } of [invitation, other]) {
      expect(fixture.enter("ada", { invite: secret })[0]).toMatchObject({ code: "bad_invitation" });
    }
    const later = fixture.moderate("owner", { action: "invite" }).invitation;
    expect(fixture.enter("ada", { invite: later.secret })[0]).toMatchObject({ type: "welcome", role: "member" });
  });

  test("P9.15 in an open room they come in by it as the guest that they are", () => {
    const { invitation, fixture, uid } = invited();
    fixture.moderate("owner", { action: "role", uid, role: "guest" });
    fixture.moderate("owner", { action: "settings", settings: { read: "everyone" } });
    expect(fixture.enter("ada", { invite: invitation.secret })[0]).toMatchObject({ type: "welcome", role: "guest" });
  });

  test("P9.15 banning a person revokes the invitation that they came by, so that it lets in no other identity of theirs", () => {
    const { invitation, fixture, uid } = invited();
    fixture.moderate("moderator", { action: "ban", uid });
    fixture.forget("ada");
    expect(fixture.enter("ada again", { invite: invitation.secret })[0]).toMatchObject({ code: "bad_invitation" });
    expect(fixture.list("owner", "audit").slice(0, 2)).toMatchObject([
      { action: "revoke", details: { invitation: invitation.id } },
      { action: "ban" },
    ]);
  });

  test("P9.15 taking a person's role revokes the invitation that they came by, so that it lets in no other identity of theirs", () => {
    const { invitation, fixture, uid } = invited();
    fixture.moderate("owner", { action: "role", uid, role: "guest" });
    fixture.forget("ada");
    expect(fixture.enter("ada again", { invite: invitation.secret })[0]).toMatchObject({ code: "bad_invitation" });
    expect(fixture.list("owner", "invitations")).toEqual([]);
    expect(fixture.list("owner", "audit")[0]).toMatchObject({
      action: "revoke",
      details: { invitation: invitation.id },
    });
  });

  test("P9.15 a kick leaves the invitation as it is, and the person a member", () => {
    const { invitation, fixture, uid } = invited();
    fixture.moderate("moderator", { action: "kick", uid });
    expect(fixture.enter("ben", { invite: invitation.secret })[0]).toMatchObject({ role: "member" });
    fixture.now += KICK_MS;
    expect(fixture.enter("ada")[0]).toMatchObject({ role: "member" });
  });
});

describe("signing out everywhere", () => {
  const NONCE = "n".repeat(22);

  test("P8.18 revokes every token so far, closes the other sockets with 4401, and gives this one a new token", () => {
    const fixture = roomFixture();
    const stolen = fixture.token("guest");
    const uid = fixture.uid("guest");
    fixture.enter("thief", { token: stolen });
    const answers = fixture.do("guest", { type: "signOut", id: "s" });
    expect(answers).toEqual([
      { type: "self", role: "guest", token: expect.any(String) },
      { type: "done", id: "s" },
    ]);
    expect(fixture.closed.get("thief")).toBe(4401);
    // P8.26.
    expect(fixture.received("thief").at(-1)).toMatchObject({ code: "bad_token", reason: "signed_out" });
    expect(fixture.closed.has("guest")).toBe(false);
    fixture.evict();
    for (const token of [stolen, fixture.token("thief")]) {
      expect(fixture.enter("thief", { token })[0]).toMatchObject({ code: "bad_token" });
    }
    fixture.leave("guest");
    fixture.bring("guest", answers[0].token);
    expect(fixture.enter("guest")[0]).toMatchObject({ type: "welcome", uid });
    fixture.now += 1;
    expect(fixture.enter("second tab", { token: fixture.token("guest") })[0]).toMatchObject({ uid });
  });

  test("P8.18 a nonce from before makes nobody this guest", () => {
    const fixture = roomFixture();
    const { uid } = fixture.enter("ada", { nonce: NONCE })[0];
    fixture.do("ada", { type: "signOut", id: "s" });
    expect(fixture.enter("thief", { nonce: NONCE })[0].uid).not.toBe(uid);
  });

  test("P8.18 a person whom a site signed in signs out there", () => {
    const fixture = roomFixture();
    signIn(fixture, "ada", "member");
    expect(fixture.do("ada", { type: "signOut", id: "s" })).toMatchObject([{ code: "not_allowed", id: "s" }]);
  });
});

describe("rotating the key", () => {
  const NONCE = "n".repeat(22);

  test("P8.19 people who are here stay, and keep their uid by a new token; tokens and nonces from before are worth nothing", () => {
    const fixture = roomFixture();
    const { uid: adasUid } = fixture.enter("ada", { nonce: NONCE })[0];
    const stale = fixture.token("other");
    fixture.leave("other");
    fixture.discardReceived();
    expect(fixture.moderate("owner", { action: "rotateKey" })).toEqual({ type: "done", id: "order" });
    for (const name of ["guest", "member", "moderator", "ada"]) {
      const [self] = fixture.received(name);
      expect(self, name).toMatchObject({ type: "self", token: expect.any(String) });
      const [uid, role] = [fixture.uid(name), fixture.session(name)?.role];
      const old = fixture.token(name);
      fixture.leave(name);
      expect(fixture.enter(`${name}'s thief`, { token: old })[0], name).toMatchObject({ code: "bad_token" });
      fixture.evict();
      fixture.bring(name, self.token);
      expect(fixture.enter(name)[0], name).toMatchObject({ type: "welcome", uid, role });
    }
    expect(fixture.enter("other", { token: stale })[0]).toMatchObject({ code: "bad_token" });
    expect(fixture.enter("thief", { nonce: NONCE })[0].uid).not.toBe(adasUid);
    expect(fixture.list("owner", "audit")[0]).toMatchObject({ action: "rotateKey", details: {} });
  });

  test("P8.19 is for owners, and leaves people alone whom a site signed in", () => {
    const fixture = roomFixture();
    expect(fixture.moderate("moderator", { action: "rotateKey" })).toMatchObject({ code: "not_allowed" });
    signIn(fixture, "ada", "member");
    fixture.discardReceived();
    fixture.moderate("owner", { action: "rotateKey" });
    expect(fixture.received("ada")).toEqual([]);
    expect(fixture.session("ada")).toBeDefined();
  });
});
