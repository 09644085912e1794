import { describe, expect, test } from "vitest";
import { INVITATION_MS } from "../../../src/protocol/limits.ts";
import { claimMac } from "../../../src/room/tokens/secrets.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { Stage, staged } from "../../support/stage.ts";

const claimOf = (
  stage: Stage,
  { expiry = stage.now + 1_000, nonce = "n".repeat(22), room = "stage", token = OWNER_TOKEN } = {},
) => {
  return `${expiry}.${nonce}.${claimMac(token, room, { expiry, nonce })}`;
};

describe("owning a room", () => {
  const claim = (stage: Stage, secret: string) => {
    stage.enter("ada");
    return stage.do("ada", { type: "claim", id: "c", secret }).at(-1);
  };

  test("P9.2 a claim with the owner token makes the requester an owner and confirms it", () => {
    const stage = new Stage();
    stage.enter("ada");
    const answers = stage.do("ada", { type: "claim", id: "c", secret: OWNER_TOKEN });
    expect(answers).toMatchObject([{ type: "self", role: "owner" }, { type: "room" }, { type: "done", id: "c" }]);
    stage.evict();
    expect(stage.enter("ada")[0]).toMatchObject({ role: "owner" });
  });

  test("P9.2 a signed claim works once, for the first user who presents it", () => {
    const stage = new Stage();
    const secret = claimOf(stage);
    expect(claim(stage, secret)).toEqual({ type: "done", id: "c" });
    stage.evict();
    stage.enter("ben");
    expect(stage.do("ben", { type: "claim", id: "c", secret })).toMatchObject([{ code: "bad_claim" }]);
    expect(stage.session("ben")).toMatchObject({ role: "guest" });
  });

  test("P9.2 claiming a room lifts the claimant's mute", () => {
    const stage = staged();
    const uid = stage.uid("guest");
    stage.moderate("moderator", { action: "mute", uid, for: 60_000 });
    stage.moderate("moderator", { action: "shadow", uid, on: true });
    stage.do("guest", { type: "claim", id: "c", secret: OWNER_TOKEN });
    stage.hush();
    expect(stage.say("guest", "mine now")).toMatchObject([{ type: "message" }]);
    expect(stage.hear("other")).toMatchObject([{ type: "message", message: "mine now" }]);
  });

  test.each<[string, (stage: Stage) => string]>([
    ["that has expired", (stage) => claimOf(stage, { expiry: stage.now })],
    ["for another room", (stage) => claimOf(stage, { room: "garden" })],
    ["signed with another token", (stage) => claimOf(stage, { token: "x".repeat(32) })],
    ["with a later expiry", (stage) => claimOf(stage).replace(/^\d+/, String(stage.now + 9_999_999))],
    ["with another nonce", (stage) => claimOf(stage).replace("nnn", "mmm")],
    ["cut short", (stage) => claimOf(stage).slice(0, -1)],
    ["that is a piece of the token", () => OWNER_TOKEN.slice(0, -1)],
    ["without a signature", () => "x"],
  ])("P9.2 a claim %s makes nobody an owner", (_, secretOf) => {
    const stage = new Stage();
    expect(claim(stage, secretOf(stage))).toMatchObject({ type: "error", code: "bad_claim", id: "c" });
    expect(stage.session("ada")).toMatchObject({ role: "guest" });
  });

  test("P9.2 without an owner token no claim is valid, not even one signed with the empty token", () => {
    const stage = new Stage({});
    for (const secret of [OWNER_TOKEN, claimOf(stage, { token: "" }), claimOf(stage)]) {
      expect(claim(stage, secret)).toMatchObject({ code: "bad_claim" });
    }
  });
});

describe("admission", () => {
  test("P9.5 a members-only room rejects guests with 4403, and admits a user whom an owner made a member", () => {
    const stage = staged();
    stage.moderate("owner", { action: "settings", settings: { read: "members" } });
    stage.evict();
    expect(stage.enter("newcomer")).toMatchObject([{ type: "error", code: "members_only" }]);
    expect(stage.closed.get("newcomer")).toBe(4403);
    expect(stage.whyNotPlain()).toEqual({ code: "members_only" });
    stage.leave("member");
    expect(stage.enter("member")[0]).toMatchObject({ type: "welcome", settings: { read: "members" } });
  });

  test("P9.5 closing a room disconnects exactly those who may no longer read it, guests and plain sockets, with 4404", () => {
    const stage = staged();
    stage.enterPlain("plain");
    stage.moderate("owner", { action: "settings", settings: { read: "members" } });
    const closed = { guest: 4404, other: 4404, plain: 4404 };
    expect(Object.fromEntries(stage.closed)).toEqual(closed);
    stage.moderate("owner", { action: "role", uid: stage.uid("member"), role: "guest" });
    expect(Object.fromEntries(stage.closed)).toEqual({ ...closed, member: 4404 });
  });

  test("P9.5 an invite-only room admits users with a role in this room and the site's moderators, but not the site's members", () => {
    const stage = staged();
    const claimed = (name: string, role: "member" | "moderator") => {
      const session = stage.session(name);
      // Shaped like a session with a verified identity.
      if (session !== undefined) Object.assign(session, { claim: role, role });
    };
    claimed("guest", "member");
    claimed("other", "moderator");
    stage.moderate("owner", { action: "settings", settings: { read: "invited" } });
    expect(Object.fromEntries(stage.closed)).toEqual({ guest: 4404 });
    expect(stage.enter("newcomer")).toMatchObject([{ code: "invitation_needed" }]);
  });
});

describe("invitations", () => {
  /** An invite-only room with an invitation. */
  const invited = (fields: { uses?: number; for?: number } = {}) => {
    const stage = staged();
    stage.moderate("owner", { action: "settings", settings: { read: "invited" } });
    const { invitation } = stage.moderate("moderator", { action: "invite", ...fields });
    return { stage, invitation };
  };

  test("P9.7 an invitation admits as many users as it has uses; they become members and need no other", () => {
    const { invitation, stage } = invited({ uses: 2 });
    const invite = invitation.secret;
    expect(stage.enter("ada", { invite })[0]).toMatchObject({ type: "welcome", role: "member" });
    expect(stage.enter("ben", { invite })[0]).toMatchObject({ type: "welcome", role: "member" });
    stage.evict();
    expect(stage.enter("cyd", { invite })).toMatchObject([{ type: "error", code: "bad_invitation" }]);
    expect(stage.closed.get("cyd")).toBe(4403);
    stage.leave("ada");
    expect(stage.enter("ada")[0]).toMatchObject({ type: "welcome", role: "member" });
    expect(stage.list("moderator", "invitations")).toMatchObject([{ id: invitation.id, uses: 2, used: 2 }]);
  });

  test("P9.7 a member does not use up an invitation", () => {
    const { invitation, stage } = invited();
    stage.leave("member");
    stage.enter("member", { invite: invitation.secret });
    expect(stage.enter("ada", { invite: invitation.secret })[0]).toMatchObject({ role: "member" });
  });

  test("P9.7 an invitation expires after a week by default, after its own duration, or when revoked", () => {
    const { invitation, stage } = invited({ uses: 9 });
    expect(invitation.until).toBe(stage.now + INVITATION_MS);
    const short = stage.moderate("owner", { action: "invite", uses: 9, for: 1_000 }).invitation;
    stage.now += 999;
    expect(stage.enter("ada", { invite: short.secret })[0]).toMatchObject({ type: "welcome" });
    stage.now += 1;
    expect(stage.enter("ben", { invite: short.secret })[0]).toMatchObject({ code: "bad_invitation" });
    expect(stage.moderate("owner", { action: "revoke", invitation: invitation.id })).toMatchObject({ type: "done" });
    expect(stage.enter("ben", { invite: invitation.secret })[0]).toMatchObject({ code: "bad_invitation" });
    expect(stage.moderate("owner", { action: "revoke", invitation: invitation.id })).toMatchObject({
      code: "no_invitation",
    });
  });

  test("P9.7 the secret is shown once and never stored; a guess admits nobody", () => {
    const { invitation, stage } = invited();
    expect(invitation.secret).toMatch(/^[a-z0-9]{32}$/);
    expect(JSON.stringify([stage.list("owner", "invitations"), stage.list("owner", "audit")])).not.toContain(
      invitation.secret,
    );
    expect(JSON.stringify(stage.moderationStore.invitations({ limit: 9 }, 0))).not.toContain(invitation.secret);
    for (const invite of [invitation.id, invitation.secret.slice(1), invitation.secret.toUpperCase()]) {
      expect(stage.enter("ada", { invite })[0]).toMatchObject({ code: "bad_invitation" });
    }
  });

  test("P9.7 in an open room, an invitation also grants membership, and an invalid one does no harm", () => {
    const stage = staged();
    const { secret } = stage.moderate("moderator", { action: "invite" }).invitation;
    expect(stage.enter("ada", { invite: "none" })[0]).toMatchObject({ type: "welcome", role: "guest" });
    expect(stage.enter("ada", { invite: secret })[0]).toMatchObject({ type: "welcome", role: "member" });
  });

  test("P9.7 an invitation neither admits a banned user nor is used up by one", () => {
    const { invitation, stage } = invited();
    stage.moderate("owner", { action: "ban", uid: stage.uid("member") });
    expect(stage.enter("member", { invite: invitation.secret })[0]).toMatchObject({ code: "banned" });
    expect(stage.list("owner", "invitations")).toMatchObject([{ used: 0 }]);
  });

  test("P9.7 a room has at most 100 active invitations", () => {
    const stage = staged();
    for (let count = 0; count < 100; count += 1) {
      expect(stage.moderate("owner", { action: "invite", for: 1_000 })).toMatchObject({ type: "done" });
    }
    expect(stage.moderate("owner", { action: "invite" })).toMatchObject({ code: "too_many" });
    stage.now += 1_000;
    expect(stage.moderate("owner", { action: "invite" })).toMatchObject({ type: "done" });
  });
});
