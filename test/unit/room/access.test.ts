import { describe, expect, test } from "vitest";
import { INVITATION_MS } from "../../../src/protocol/limits.ts";
import { claimMac } from "../../../src/room/tokens/secrets.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { RoomFixture, roomFixture } from "../../support/room-fixture.ts";

const claimOf = (
  fixture: RoomFixture,
  { expiry = fixture.now + 1_000, nonce = "n".repeat(22), room = "fixture", token = OWNER_TOKEN } = {},
) => {
  return `${expiry}.${nonce}.${claimMac(token, room, { expiry, nonce })}`;
};

describe("owning a room", () => {
  const claim = (fixture: RoomFixture, secret: string) => {
    fixture.enter("ada");
    return fixture.do("ada", { type: "claim", id: "c", secret }).at(-1);
  };

  test("P9.2 a claim with the owner token makes the requester an owner and confirms it", () => {
    const fixture = new RoomFixture();
    fixture.enter("ada");
    const answers = fixture.do("ada", { type: "claim", id: "c", secret: OWNER_TOKEN });
    expect(answers).toMatchObject([{ type: "self", role: "owner" }, { type: "room" }, { type: "done", id: "c" }]);
    fixture.evict();
    expect(fixture.enter("ada")[0]).toMatchObject({ role: "owner" });
  });

  test("P9.2 a signed claim works once, for the first user who presents it", () => {
    const fixture = new RoomFixture();
    const secret = claimOf(fixture);
    expect(claim(fixture, secret)).toEqual({ type: "done", id: "c" });
    fixture.evict();
    fixture.enter("ben");
    expect(fixture.do("ben", { type: "claim", id: "c", secret })).toMatchObject([{ code: "bad_claim" }]);
    expect(fixture.session("ben")).toMatchObject({ role: "guest" });
  });

  test("P9.2 claiming a room lifts the claimant's mute", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("guest");
    fixture.moderate("moderator", { action: "mute", uid, for: 60_000 });
    fixture.moderate("moderator", { action: "shadow", uid, on: true });
    fixture.do("guest", { type: "claim", id: "c", secret: OWNER_TOKEN });
    fixture.discardReceived();
    expect(fixture.say("guest", "mine now")).toMatchObject([{ type: "message" }]);
    expect(fixture.received("other")).toMatchObject([{ type: "message", message: "mine now" }]);
  });

  test.each<[string, (fixture: RoomFixture) => string]>([
    ["that has expired", (fixture) => claimOf(fixture, { expiry: fixture.now })],
    ["for another room", (fixture) => claimOf(fixture, { room: "garden" })],
    ["signed with another token", (fixture) => claimOf(fixture, { token: "x".repeat(32) })],
    ["with a later expiry", (fixture) => claimOf(fixture).replace(/^\d+/, String(fixture.now + 9_999_999))],
    ["with another nonce", (fixture) => claimOf(fixture).replace("nnn", "mmm")],
    ["cut short", (fixture) => claimOf(fixture).slice(0, -1)],
    ["that is a piece of the token", () => OWNER_TOKEN.slice(0, -1)],
    ["without a signature", () => "x"],
  ])("P9.2 a claim %s makes nobody an owner", (_, secretOf) => {
    const fixture = new RoomFixture();
    expect(claim(fixture, secretOf(fixture))).toMatchObject({ type: "error", code: "bad_claim", id: "c" });
    expect(fixture.session("ada")).toMatchObject({ role: "guest" });
  });

  test("P9.2 without an owner token no claim is valid, not even one signed with the empty token", () => {
    const fixture = new RoomFixture({});
    for (const secret of [OWNER_TOKEN, claimOf(fixture, { token: "" }), claimOf(fixture)]) {
      expect(claim(fixture, secret)).toMatchObject({ code: "bad_claim" });
    }
  });
});

describe("admission", () => {
  test("P9.5 a members-only room rejects guests with 4403, and admits a user whom an owner made a member", () => {
    const fixture = roomFixture();
    fixture.moderate("owner", { action: "settings", settings: { read: "members" } });
    fixture.evict();
    expect(fixture.enter("newcomer")).toMatchObject([{ type: "error", code: "members_only" }]);
    expect(fixture.closed.get("newcomer")).toBe(4403);
    expect(fixture.whyNotPlain()).toEqual({ code: "members_only" });
    fixture.leave("member");
    expect(fixture.enter("member")[0]).toMatchObject({ type: "welcome", settings: { read: "members" } });
  });

  test("P9.5 closing a room disconnects exactly those who may no longer read it, guests and plain sockets, with 4404", () => {
    const fixture = roomFixture();
    fixture.enterPlain("plain");
    fixture.moderate("owner", { action: "settings", settings: { read: "members" } });
    const closed = { guest: 4404, other: 4404, plain: 4404 };
    expect(Object.fromEntries(fixture.closed)).toEqual(closed);
    fixture.moderate("owner", { action: "role", uid: fixture.uid("member"), role: "guest" });
    expect(Object.fromEntries(fixture.closed)).toEqual({ ...closed, member: 4404 });
  });

  test("P9.5 an invite-only room admits users with a role in this room and the site's moderators, but not the site's members", () => {
    const fixture = roomFixture();
    const claimed = (name: string, role: "member" | "moderator") => {
      const session = fixture.session(name);
      // Shaped like a session with a verified identity.
      if (session !== undefined) Object.assign(session, { claim: role, role });
    };
    claimed("guest", "member");
    claimed("other", "moderator");
    fixture.moderate("owner", { action: "settings", settings: { read: "invited" } });
    expect(Object.fromEntries(fixture.closed)).toEqual({ guest: 4404 });
    expect(fixture.enter("newcomer")).toMatchObject([{ code: "invitation_needed" }]);
  });
});

describe("invitations", () => {
  /** An invite-only room with an invitation. */
  const invited = (fields: { uses?: number; for?: number } = {}) => {
    const fixture = roomFixture();
    fixture.moderate("owner", { action: "settings", settings: { read: "invited" } });
    const { invitation } = fixture.moderate("moderator", { action: "invite", ...fields });
    return { fixture, invitation };
  };

  test("P9.7 an invitation admits as many users as it has uses; they become members and need no other", () => {
    const { invitation, fixture } = invited({ uses: 2 });
    const invite = invitation.secret;
    expect(fixture.enter("ada", { invite })[0]).toMatchObject({ type: "welcome", role: "member" });
    expect(fixture.enter("ben", { invite })[0]).toMatchObject({ type: "welcome", role: "member" });
    fixture.evict();
    expect(fixture.enter("cyd", { invite })).toMatchObject([{ type: "error", code: "bad_invitation" }]);
    expect(fixture.closed.get("cyd")).toBe(4403);
    fixture.leave("ada");
    expect(fixture.enter("ada")[0]).toMatchObject({ type: "welcome", role: "member" });
    expect(fixture.list("moderator", "invitations")).toMatchObject([{ id: invitation.id, uses: 2, used: 2 }]);
  });

  test("P9.7 a member does not use up an invitation", () => {
    const { invitation, fixture } = invited();
    fixture.leave("member");
    fixture.enter("member", { invite: invitation.secret });
    expect(fixture.enter("ada", { invite: invitation.secret })[0]).toMatchObject({ role: "member" });
  });

  test("P9.7 an invitation expires after a week by default, after its own duration, or when revoked", () => {
    const { invitation, fixture } = invited({ uses: 9 });
    expect(invitation.until).toBe(fixture.now + INVITATION_MS);
    const short = fixture.moderate("owner", { action: "invite", uses: 9, for: 1_000 }).invitation;
    fixture.now += 999;
    expect(fixture.enter("ada", { invite: short.secret })[0]).toMatchObject({ type: "welcome" });
    fixture.now += 1;
    expect(fixture.enter("ben", { invite: short.secret })[0]).toMatchObject({ code: "bad_invitation" });
    expect(fixture.moderate("owner", { action: "revoke", invitation: invitation.id })).toMatchObject({ type: "done" });
    expect(fixture.enter("ben", { invite: invitation.secret })[0]).toMatchObject({ code: "bad_invitation" });
    expect(fixture.moderate("owner", { action: "revoke", invitation: invitation.id })).toMatchObject({
      code: "no_invitation",
    });
  });

  test("P9.7 the secret is shown once and never stored; a guess admits nobody", () => {
    const { invitation, fixture } = invited();
    expect(invitation.secret).toMatch(/^[a-z0-9]{32}$/);
    expect(JSON.stringify([fixture.list("owner", "invitations"), fixture.list("owner", "audit")])).not.toContain(
      invitation.secret,
    );
    expect(JSON.stringify(fixture.moderationStore.invitations.list({ limit: 9 }, 0))).not.toContain(invitation.secret);
    for (const invite of [invitation.id, invitation.secret.slice(1), invitation.secret.toUpperCase()]) {
      expect(fixture.enter("ada", { invite })[0]).toMatchObject({ code: "bad_invitation" });
    }
  });

  test("P9.7 in an open room, an invitation also grants membership, and an invalid one does no harm", () => {
    const fixture = roomFixture();
    const { secret } = fixture.moderate("moderator", { action: "invite" }).invitation;
    expect(fixture.enter("ada", { invite: "none" })[0]).toMatchObject({ type: "welcome", role: "guest" });
    expect(fixture.enter("ada", { invite: secret })[0]).toMatchObject({ type: "welcome", role: "member" });
  });

  test("P9.7 an invitation neither admits a banned user nor is used up by one", () => {
    const { invitation, fixture } = invited();
    fixture.moderate("owner", { action: "ban", uid: fixture.uid("member") });
    expect(fixture.enter("member", { invite: invitation.secret })[0]).toMatchObject({ code: "banned" });
    expect(fixture.list("owner", "invitations")).toMatchObject([{ used: 0 }]);
  });

  test("P9.7 a room has at most 100 active invitations", () => {
    const fixture = roomFixture();
    for (let count = 0; count < 100; count += 1) {
      expect(fixture.moderate("owner", { action: "invite", for: 1_000 })).toMatchObject({ type: "done" });
    }
    expect(fixture.moderate("owner", { action: "invite" })).toMatchObject({ code: "too_many" });
    fixture.now += 1_000;
    expect(fixture.moderate("owner", { action: "invite" })).toMatchObject({ type: "done" });
  });
});
