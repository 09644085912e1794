import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Identity, SignedInRole } from "../../../src/protocol/identity.ts";
import { KICK_MS } from "../../../src/protocol/limits.ts";
import type { ModerationAction } from "../../../src/protocol/moderation-action.ts";
import { type Stage, staged } from "../../support/stage.ts";

const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;

const uidOf = (name: string) => `m${name.padEnd(24, "0")}`;

/** A person of the site enters, with a token that is valid for an hour. */
function signIn(stage: Stage, name: string, role: SignedInRole, from?: string) {
  const identity: Identity = { uid: uidOf(name), username: name, role, expires: stage.now + HOUR };
  return stage.enter(name, { identity, ...(from === undefined ? {} : { from }) });
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
      const stage = staged();
      signIn(stage, "boss", "owner");
      stage.say("boss", "still here");
      stage.leave("boss");
      stage.evict();
      stage.now += 30 * DAY - 1;
      expect(stage.moderate("moderator", action), action.action).toMatchObject({ code: "not_allowed" });
      const deletion = stage.do("moderator", { type: "delete", id: "d", target: 1 });
      expect(deletion).toMatchObject([{ code: "not_yours" }]);
      expect(stage.log.message(1)?.message).toMatchObject({ message: "still here" });
      expect(signIn(stage, "boss", "owner")[0]).toMatchObject({ type: "welcome", role: "owner" });
    }
  });

  test("P9.12 is forgotten 30 days after its holder was last here, and when the site takes it back", () => {
    const stage = staged();
    for (const name of ["boss", "former"]) {
      signIn(stage, name, "moderator");
      stage.say(name, "hello");
      stage.leave(name);
    }
    signIn(stage, "former", "member");
    stage.leave("former");
    expect(stage.moderate("moderator", { action: "mute", uid: uidOf("former"), for: HOUR })).toMatchObject({
      type: "done",
    });
    stage.now += 31 * DAY;
    expect(stage.moderate("moderator", { action: "mute", uid: uidOf("boss"), for: HOUR })).toMatchObject({
      type: "done",
    });
  });

  test("P9.12 grants nothing: without a token that vouches for it, its holder is what the room made them", () => {
    const stage = staged();
    signIn(stage, "boss", "owner");
    stage.leave("boss");
    expect(signIn(stage, "boss", "member")[0]).toMatchObject({ role: "member" });
    expect(stage.moderate("boss", { action: "kick", uid: stage.uid("guest") })).toMatchObject({ code: "not_allowed" });
  });

  test("P9.12 counts with the highest role of a person's tabs", () => {
    const stage = staged();
    const identity = { uid: uidOf("boss"), username: "boss", expires: stage.now + HOUR };
    stage.enter("old tab", { identity: { ...identity, role: "member" } });
    stage.enter("new tab", { identity: { ...identity, role: "owner" } });
    stage.enter("third tab", { identity: { ...identity, role: "member" } });
    expect(stage.moderate("moderator", { action: "kick", uid: identity.uid })).toMatchObject({ code: "not_allowed" });
  });
});

describe("a sanction and the rank of its moderator", () => {
  test("P9.12 a ban and a mute do not apply to a person whose role outranks the moderator who imposed them", () => {
    const stage = staged();
    signIn(stage, "ada", "member");
    const uid = uidOf("ada");
    stage.moderate("moderator", { action: "mute", uid, for: DAY });
    stage.moderate("moderator", { action: "shadow", uid, on: true });
    stage.moderate("moderator", { action: "ban", uid });
    expect(stage.closed.get("ada")).toBe(4403);
    for (const role of ["member", "moderator"] as const) {
      expect(signIn(stage, "ada", role)[0]).toMatchObject({ code: "banned" });
    }
    const [welcome] = signIn(stage, "ada", "owner");
    expect(welcome).toMatchObject({ type: "welcome", role: "owner" });
    expect(welcome).not.toHaveProperty("mutedUntil");
    stage.hush();
    stage.say("ada", "I own this place");
    expect(stage.hear("guest")).toMatchObject([{ type: "message", message: "I own this place" }]);
    expect(stage.list("owner", "bans")).toMatchObject([{ uid, rank: "moderator" }]);
    expect(stage.list("owner", "muted")).toMatchObject([{ uid, rank: "moderator" }]);
  });

  test("P9.12 a ban by an owner keeps out moderators of the site", () => {
    const stage = staged();
    signIn(stage, "ada", "moderator");
    stage.leave("ada");
    expect(stage.moderate("owner", { action: "ban", uid: uidOf("ada") })).toMatchObject({ type: "done" });
    expect(signIn(stage, "ada", "moderator")[0]).toMatchObject({ code: "banned" });
  });

  test("P9.12 a ban of a version that stored no rank counts as a moderator's", () => {
    const stage = staged();
    const ban = { entry: 1, at: 1, by: "x", uid: uidOf("ada"), username: "ada", address: false };
    stage.moderationStore.put({ uid: ban.uid, username: "ada", ban });
    expect(signIn(stage, "ada", "moderator")[0]).toMatchObject({ code: "banned" });
    expect(signIn(stage, "ada", "owner")[0]).toMatchObject({ type: "welcome" });
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
          const stage = staged();
          const lower = ["guest", "other", "member", ...(claim === "owner" ? ["moderator"] : [])];
          // They share the boss's address, so that a ban of theirs concerns it too.
          for (const name of lower) {
            stage.leave(name);
            stage.enter(name, { from: "office" });
          }
          signIn(stage, "boss", claim, "office");
          stage.say("boss", "my words");
          for (const taken of steps) {
            if (taken === "leave") stage.leave("boss");
            else if (taken === "enter" && stage.session("boss") === undefined) signIn(stage, "boss", claim, "office");
            else if (taken === "evict") stage.evict();
            else if (taken === "wait") stage.now += 12 * HOUR;
            else if (taken === "say" && stage.session("boss") !== undefined) stage.say("boss", "more words");
            else if (typeof taken === "object") {
              const by = lower[taken.by % lower.length] ?? "guest";
              if (stage.session(by) === undefined) continue;
              if ("target" in taken) stage.do(by, { type: "delete", id: `d${stage.now}`, target: taken.target });
              else stage.moderate(by, taken.action(taken.onBoss ? uidOf("boss") : stage.uid("other")));
            }
          }
          stage.leave("boss");
          const [welcome] = signIn(stage, "boss", claim, "office");
          expect(welcome).toMatchObject({ type: "welcome", uid: uidOf("boss"), username: "boss", role: claim });
          expect(welcome).not.toHaveProperty("mutedUntil");
          stage.enterPlain("witness");
          stage.say("boss", "the last word");
          expect(stage.hear("witness")).toMatchObject([{ type: "message", message: "the last word" }]);
          for (const seq of stage.log.newestOf(uidOf("boss"), 100)) {
            expect(stage.log.message(seq)?.message.message).toMatch(/words?$/);
          }
          expect(stage.log.message(1)?.message).toMatchObject({ message: "my words" });
          expect(stage.moderationStore.find(uidOf("boss"))).toMatchObject({ vouched: { role: claim } });
          expect(stage.moderationStore.find(uidOf("boss"))).not.toHaveProperty("ban");
          expect(stage.moderationStore.find(uidOf("boss"))).not.toHaveProperty("mute");
        }),
        { numRuns: 150 },
      );
    },
  );
});

describe("the deployment", () => {
  test("P9.14 demotes, bans, kicks and mutes any owner, the last one included", () => {
    for (const index of upon("").keys()) {
      const { stage, uid } = ownedStage();
      const [action = { action: "kick", uid }] = upon(uid).slice(index);
      expect(stage.deploy(action), action.action).toMatchObject({ type: "done" });
    }
    const { stage, uid } = ownedStage();
    expect(stage.deploy({ action: "role", uid, role: "guest" })).toEqual({ type: "done", id: "order" });
    expect(stage.session("owner")).toMatchObject({ role: "guest" });
    expect(stage.moderationStore.owners()).toBe(0);
    expect(stage.deploy({ action: "ban", uid })).toEqual({ type: "done", id: "order" });
    expect(stage.closed.get("owner")).toBe(4403);
    expect(stage.enter("owner")[0]).toMatchObject({ code: "banned" });
  });

  test("P9.14 bans owners of the site too, and a kick by it counts for them", () => {
    const stage = staged();
    signIn(stage, "boss", "owner");
    stage.deploy({ action: "kick", uid: uidOf("boss") });
    expect(signIn(stage, "boss", "owner")[0]).toMatchObject({ code: "banned", retryAfter: KICK_MS });
    stage.now += KICK_MS;
    expect(signIn(stage, "boss", "owner")[0]).toMatchObject({ type: "welcome" });
    stage.deploy({ action: "ban", uid: uidOf("boss") });
    expect(signIn(stage, "boss", "owner")[0]).toMatchObject({ code: "banned" });
    expect(stage.list("owner", "bans")).toMatchObject([{ by: "", rank: "deployment" }]);
  });

  test("P9.14 what the deployment imposed, an owner cannot lift, shorten or replace", () => {
    const { stage, uid } = ownedStage();
    stage.cast("accomplice", "owner");
    stage.deploy({ action: "role", uid, role: "guest" });
    stage.deploy({ action: "ban", uid, for: DAY });
    const attempts = [
      { action: "unban", uid },
      { action: "ban", uid, for: 1 },
      { action: "kick", uid },
    ] as const;
    for (const attempt of attempts)
      expect(stage.moderate("accomplice", attempt)).toMatchObject({ code: "not_allowed" });
    expect(stage.enter("owner")[0]).toMatchObject({ code: "banned" });
    stage.deploy({ action: "mute", uid, for: DAY });
    expect(stage.moderate("accomplice", { action: "mute", uid, for: 0 })).toMatchObject({ code: "not_allowed" });
    stage.now += DAY;
    expect(stage.moderate("accomplice", { action: "ban", uid, for: 1 })).toMatchObject({ type: "done" });
  });

  test("P9.14 an owner who claimed the room with the owner token is an owner like others", () => {
    const { stage, uid } = ownedStage();
    stage.cast("second", "owner");
    expect(stage.moderate("second", { action: "ban", uid })).toMatchObject({ code: "not_allowed" });
  });
});

function ownedStage() {
  const stage = staged();
  return { stage, uid: stage.uid("owner") };
}

describe("addresses", () => {
  test("P9.13 a ban by address finds an author who left within a day, and says whether it banned an address", () => {
    const stage = staged();
    stage.enter("mallory", { from: "den" });
    stage.say("mallory", "spam");
    stage.evict();
    stage.leave("mallory");
    stage.now += DAY - 1;
    const uid = stage.uid("mallory");
    expect(stage.moderate("moderator", { action: "ban", uid, address: true })).toEqual({
      type: "done",
      id: "order",
      address: true,
    });
    expect(stage.enter("someone else", { from: "den" })[0]).toMatchObject({ code: "banned" });
    expect(stage.enter("elsewhere", { from: "cafe" })[0]).toMatchObject({ type: "welcome" });
    expect(stage.list("owner", "bans")).toMatchObject([{ uid, address: true }]);
  });

  test("P9.13 a day after an author left their address is forgotten, and the ban says that it banned none", () => {
    const stage = staged();
    stage.enter("mallory", { from: "den" });
    stage.say("mallory", "spam");
    stage.leave("mallory");
    stage.now += DAY;
    const uid = stage.uid("mallory");
    const answer = stage.moderate("moderator", { action: "ban", uid, address: true });
    expect(answer).toEqual({ type: "done", id: "order", address: false });
    expect(stage.list("owner", "bans")).toMatchObject([{ uid, address: false }]);
    expect(stage.enter("someone else", { from: "den" })[0]).toMatchObject({ type: "welcome" });
  });

  test("P9.13 people who only read leave no address behind", () => {
    const stage = staged();
    stage.enter("reader", { from: "library" });
    stage.leave("reader");
    expect(stage.moderationStore.recentAuthor(stage.uid("reader"), stage.now)).toEqual([]);
  });

  test("P9.13 an author who deleted their message and left can still be banned", () => {
    const stage = staged();
    stage.enter("mallory", { from: "den" });
    stage.say("mallory", "spam");
    stage.do("mallory", { type: "delete", id: "d", target: 1 });
    stage.leave("mallory");
    const answer = stage.moderate("moderator", { action: "ban", uid: stage.uid("mallory"), address: true });
    expect(answer).toMatchObject({ type: "done", address: true });
    expect(stage.list("owner", "bans")).toMatchObject([{ username: "mallory" }]);
  });

  test("P9.13 an address mute silences guests from that address, here or new, on any dialect, and nobody else", () => {
    const stage = staged();
    for (const name of ["guest", "member"]) {
      stage.leave(name);
      stage.enter(name, { from: "den" });
    }
    stage.enter("mallory", { from: "den" });
    const uid = stage.uid("mallory");
    const answer = stage.moderate("moderator", { action: "mute", uid, for: HOUR, address: true });
    expect(answer).toEqual({ type: "done", id: "order", address: true });
    stage.enter("newcomer", { from: "den" });
    stage.admitPlain("plain", "den");
    stage.evict();
    for (const name of ["guest", "mallory", "newcomer", "plain"]) {
      expect(stage.say(name, "spam")[0], name).toMatchObject({ code: "muted", retryAfter: HOUR });
    }
    for (const name of ["member", "other"]) expect(stage.say(name, "hello")[0]).toMatchObject({ type: "message" });
    expect(stage.list("moderator", "muted")).toMatchObject([{ uid, address: true }]);
    stage.moderate("owner", { action: "role", uid: stage.uid("guest"), role: "member" });
    expect(stage.say("guest", "hello")[0]).toMatchObject({ type: "message" });
    stage.hush();
    expect(stage.moderate("moderator", { action: "mute", uid, for: 0 })).toEqual({ type: "done", id: "order" });
    expect(stage.hear("newcomer")).toMatchObject([{ type: "self", role: "guest" }]);
    for (const name of ["mallory", "newcomer", "plain"]) {
      expect(stage.say(name, "hello").at(-1), name).toMatchObject({ type: "message" });
    }
  });

  test("P9.13 an address mute ends with its time", () => {
    const stage = staged();
    stage.enter("mallory", { from: "den" });
    stage.moderate("moderator", { action: "mute", uid: stage.uid("mallory"), for: HOUR, address: true });
    stage.now += HOUR;
    stage.enter("newcomer", { from: "den" });
    expect(stage.say("newcomer", "hello")[0]).toMatchObject({ type: "message" });
  });
});

describe("invitations", () => {
  const invited = () => {
    const stage = staged();
    stage.moderate("owner", { action: "settings", settings: { read: "invited" } });
    const { invitation } = stage.moderate("moderator", { action: "invite", uses: 9 });
    stage.enter("ada", { invite: invitation.secret });
    return { stage, invitation, uid: stage.uid("ada") };
  };

  test("P9.15 an invitation does not make a member again of a person who lost their role after it was made", () => {
    const { invitation, stage, uid } = invited();
    const other = stage.moderate("owner", { action: "invite", uses: 9 }).invitation;
    stage.moderate("owner", { action: "role", uid, role: "guest" });
    expect(stage.closed.get("ada")).toBe(4404);
    stage.evict();
    for (const { secret } of [invitation, other]) {
      expect(stage.enter("ada", { invite: secret })[0]).toMatchObject({ code: "bad_invitation" });
    }
    const later = stage.moderate("owner", { action: "invite" }).invitation;
    expect(stage.enter("ada", { invite: later.secret })[0]).toMatchObject({ type: "welcome", role: "member" });
  });

  test("P9.15 in an open room they come in by it as the guest that they are", () => {
    const { invitation, stage, uid } = invited();
    stage.moderate("owner", { action: "role", uid, role: "guest" });
    stage.moderate("owner", { action: "settings", settings: { read: "everyone" } });
    expect(stage.enter("ada", { invite: invitation.secret })[0]).toMatchObject({ type: "welcome", role: "guest" });
  });

  test("P9.15 banning a person revokes the invitation that they came by, so that it lets in no other identity of theirs", () => {
    const { invitation, stage, uid } = invited();
    stage.moderate("moderator", { action: "ban", uid });
    stage.forget("ada");
    expect(stage.enter("ada again", { invite: invitation.secret })[0]).toMatchObject({ code: "bad_invitation" });
    expect(stage.list("owner", "audit").slice(0, 2)).toMatchObject([
      { action: "revoke", details: { invitation: invitation.id } },
      { action: "ban" },
    ]);
  });

  test("P9.15 a kick leaves the invitation as it is, and the person a member", () => {
    const { invitation, stage, uid } = invited();
    stage.moderate("moderator", { action: "kick", uid });
    expect(stage.enter("ben", { invite: invitation.secret })[0]).toMatchObject({ role: "member" });
    stage.now += KICK_MS;
    expect(stage.enter("ada")[0]).toMatchObject({ role: "member" });
  });
});

describe("signing out everywhere", () => {
  const NONCE = "n".repeat(22);

  test("P8.20 revokes every token so far, closes the other sockets with 4401, and gives this one a new token", () => {
    const stage = staged();
    const stolen = stage.token("guest");
    const uid = stage.uid("guest");
    stage.enter("thief", { token: stolen });
    const answers = stage.do("guest", { type: "signOut", id: "s" });
    expect(answers).toEqual([
      { type: "self", role: "guest", token: expect.any(String) },
      { type: "done", id: "s" },
    ]);
    expect(stage.closed.get("thief")).toBe(4401);
    expect(stage.closed.has("guest")).toBe(false);
    stage.evict();
    for (const token of [stolen, stage.token("thief")]) {
      expect(stage.enter("thief", { token })[0]).toMatchObject({ code: "bad_token" });
    }
    stage.leave("guest");
    stage.bring("guest", answers[0].token);
    expect(stage.enter("guest")[0]).toMatchObject({ type: "welcome", uid });
    stage.now += 1;
    expect(stage.enter("second tab", { token: stage.token("guest") })[0]).toMatchObject({ uid });
  });

  test("P8.20 a nonce from before makes nobody this guest", () => {
    const stage = staged();
    const { uid } = stage.enter("ada", { nonce: NONCE })[0];
    stage.do("ada", { type: "signOut", id: "s" });
    expect(stage.enter("thief", { nonce: NONCE })[0].uid).not.toBe(uid);
  });

  test("P8.20 a person whom a site signed in signs out there", () => {
    const stage = staged();
    signIn(stage, "ada", "member");
    expect(stage.do("ada", { type: "signOut", id: "s" })).toMatchObject([{ code: "not_allowed", id: "s" }]);
  });
});

describe("rotating the key", () => {
  const NONCE = "n".repeat(22);

  test("P8.21 people who are here stay, and keep their uid by a new token; tokens and nonces from before are worth nothing", () => {
    const stage = staged();
    const { uid: adasUid } = stage.enter("ada", { nonce: NONCE })[0];
    const stale = stage.token("other");
    stage.leave("other");
    stage.hush();
    expect(stage.moderate("owner", { action: "rotateKey" })).toEqual({ type: "done", id: "order" });
    for (const name of ["guest", "member", "moderator", "ada"]) {
      const [self] = stage.hear(name);
      expect(self, name).toMatchObject({ type: "self", token: expect.any(String) });
      const [uid, role] = [stage.uid(name), stage.session(name)?.role];
      const old = stage.token(name);
      stage.leave(name);
      expect(stage.enter(`${name}'s thief`, { token: old })[0], name).toMatchObject({ code: "bad_token" });
      stage.evict();
      stage.bring(name, self.token);
      expect(stage.enter(name)[0], name).toMatchObject({ type: "welcome", uid, role });
    }
    expect(stage.enter("other", { token: stale })[0]).toMatchObject({ code: "bad_token" });
    expect(stage.enter("thief", { nonce: NONCE })[0].uid).not.toBe(adasUid);
    expect(stage.list("owner", "audit")[0]).toMatchObject({ action: "rotateKey", details: {} });
  });

  test("P8.21 is for owners, and leaves people alone whom a site signed in", () => {
    const stage = staged();
    expect(stage.moderate("moderator", { action: "rotateKey" })).toMatchObject({ code: "not_allowed" });
    signIn(stage, "ada", "member");
    stage.hush();
    stage.moderate("owner", { action: "rotateKey" });
    expect(stage.hear("ada")).toEqual([]);
    expect(stage.session("ada")).toBeDefined();
  });
});
