// Loads the script for rare requests before the tests, so that none waits for it.
import "../../../src/client/on-demand.ts";
import { describe, expect, it } from "vitest";
import { RoomSettingsState } from "../../../src/client/room-settings.ts";
import { OPEN_ROOM } from "../../../src/protocol/moderation.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { client, ME, message, outcome, ready, reset, welcome } from "./harness.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const ben = { uid: "uid-ben", username: "Ben", role: "guest" };

describe("the room's settings", () => {
  it("P9.4 come from the welcome, and from later signals", () => {
    const { clock, room, socket, told } = client();
    const pinned = [message(1)];
    const settings = { read: "members", write: "moderators", slowMode: 30 };
    expect(room.state).toMatchObject({ settings: OPEN_ROOM, pinned: [], mutedUntil: undefined, reports: undefined });
    socket()
      .open()
      .say(
        welcome({ head: 1, role: "moderator", settings, pinned, reports: 2, mutedUntil: clock.now() + 1_000 }),
        reset(pinned),
        ready(1),
      );
    expect(room.state).toMatchObject({ settings, pinned, reports: 2, mutedUntil: clock.now() + 1_000 });
    expect(room.state.self?.role).toBe("moderator");
    const before = told("change").length;
    socket().say({ type: "room", settings: OPEN_ROOM, pinned: [], reports: 0 }, { type: "self", role: "owner" });
    expect(room.state).toMatchObject({ settings: OPEN_ROOM, pinned: [], reports: 0, mutedUntil: undefined });
    expect(room.state.self?.role).toBe("owner");
    expect(told("change")).toHaveLength(before + 1);
    socket().say({ type: "self", role: "member" });
    expect(room.state.reports).toBeUndefined();
  });

  it("P9.4 a presence update shows the new role of a user", () => {
    const { room, socket } = client();
    socket()
      .open()
      .say(welcome({ members: [ben], count: 1 }), reset(), ready(0));
    const vouched = { ...ben, role: "moderator", signedIn: true, avatar: "/ben.png" };
    socket().say({ type: "presence", joined: [vouched], left: [], count: 1 });
    expect(room.state.members.get("uid-ben")).toEqual(vouched);
  });

  it("P9.4 applies to this user as well", () => {
    const { room, socket } = client();
    const self = { uid: ME, username: "me", role: "member", signedIn: true, avatar: "/me.png" };
    socket()
      .open()
      .say(welcome({ role: "member", members: [self] }), reset(), ready(0));
    expect(room.state.self).toEqual(self);
  });

  it("P9.6 a mute expires", () => {
    const { clock, enter, room, told } = client();
    enter(0).say({ type: "self", role: "guest", mutedUntil: clock.now() + 5_000 });
    clock.pass(4_999);
    expect(room.state.mutedUntil).toBe(clock.now() + 1);
    const before = told("change").length;
    clock.pass(1);
    expect(room.state.mutedUntil).toBeUndefined();
    expect(told("change")).toHaveLength(before + 1);
  });

  it("P9.6 a mute can be longer than the maximum of a platform's timer", () => {
    class PlatformsClock extends FakeClock {
      override after(ms: number, run: () => void) {
        return super.after(ms < 2 ** 31 ? ms : 0, run);
      }
    }
    const clock = new PlatformsClock();
    let changes = 0;
    const standing = new RoomSettingsState(clock, () => {
      changes += 1;
    });
    standing.muteFor(30 * DAY_MS);
    clock.pass(30 * DAY_MS - 1);
    expect(standing.mutedUntil).toBe(clock.now() + 1);
    clock.pass(1);
    expect(standing.mutedUntil).toBeUndefined();
    expect(changes).toBeLessThan(5);
  });

  it("P9.6 an error gives the duration of the mute, even if the clocks differ", async () => {
    const { clock, enter, room } = client();
    const socket = enter(0);
    void room.react(1, "👍");
    socket.say({ type: "error", id: "own-1", code: "muted", message: "…", retryAfter: 5_000 });
    expect(room.state.mutedUntil).toBe(clock.now() + 5_000);
  });

  it("P9.9 a hidden event leaves no gap, and moderators see that it is hidden", () => {
    const { enter, room, seqs, sockets } = client();
    const socket = enter(1);
    socket.say({ type: "void", seq: 2, at: 1_002, uid: "", id: "" }, message(3, { hidden: true }));
    expect(seqs()).toEqual([1, 3]);
    expect(room.state.messages[1]?.hidden).toBe(true);
    expect(room.state.position?.seq).toBe(3);
    expect(sockets).toHaveLength(1);
  });
});

describe("a message without permission", () => {
  it.each(["muted", "members_write", "room_locked", "slow_mode", "blocked_word"])(
    "P9.6 P9.8 fails with %s, stays with its text, and can be sent again",
    async (code) => {
      const { enter, room } = client();
      const socket = enter(0);
      const sent = room.send("hello");
      socket.say({ type: "error", id: "own-1", code, message: "…", retryAfter: 7_000 });
      expect(await outcome(sent)).toBe(code);
      expect(room.state.pending).toMatchObject([
        { state: "failed", error: { code, retryAfter: 7_000 }, command: { message: "hello" } },
      ]);
      void room.retry("own-1");
      expect(socket.commands.at(-1)).toMatchObject({ type: "message", id: "own-1", message: "hello" });
    },
  );
});

describe("a request", () => {
  it("P9.3 resolves when it is done, with the secret of an invite", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const kicked = room.moderate({ action: "kick", uid: "uid-ben" });
    const invited = room.moderate({ action: "invite", uses: 3 });
    expect(await outcome(kicked)).toBe("open");
    expect(socket.commands).toEqual([
      { type: "moderate", id: "own-1", action: "kick", uid: "uid-ben" },
      { type: "moderate", id: "own-2", action: "invite", uses: 3 },
    ]);
    const invitation = { id: "i1", secret: "s", uses: 3, until: 9 };
    socket.say({ type: "done", id: "own-2", invitation }, { type: "done", id: "own-1" });
    expect(await outcome(kicked)).toEqual({});
    expect(await outcome(invited)).toEqual({ invitation });
    expect(room.state.pending).toEqual([]);
  });

  it("P9.2 P9.10 can be a report or a claim", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const reported = room.report(4, "spam");
    const claimed = room.claim("secret");
    expect(await outcome(claimed)).toBe("open");
    expect(socket.commands).toEqual([
      { type: "report", id: "own-1", target: 4, reason: "spam" },
      { type: "claim", id: "own-2", secret: "secret" },
    ]);
    socket.say({ type: "done", id: "own-1" }, { type: "done", id: "own-2" });
    expect(await outcome(reported)).toBeUndefined();
    expect(await outcome(claimed)).toBeUndefined();
  });

  it("P9.11 lists items for moderators, newest first", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const listed = room.list("bans", 12);
    expect(await outcome(listed)).toBe("open");
    expect(socket.commands).toEqual([{ type: "list", id: "own-1", what: "bans", before: 12 }]);
    const ban = { entry: 11, at: 1, by: "uid-ada", uid: "uid-ben", username: "Ben", address: false };
    socket.say({ type: "list", id: "own-1", what: "bans", items: [ban, { entry: "of a later version" }] });
    expect(await listed).toEqual([ban]);
  });

  it("P9.3 rejects with the server's code and retryAfter", async () => {
    const { enter, room, told } = client();
    const socket = enter(0);
    const banned = room.moderate({ action: "ban", uid: "uid-ben" });
    expect(await outcome(banned)).toBe("open");
    socket.say({ type: "error", id: "own-1", code: "rate_limited", message: "…", retryAfter: 20 });
    await expect(banned).rejects.toMatchObject({ code: "rate_limited", retryAfter: 20 });
    expect(told("error")).toEqual([]);
  });

  it("P9.3 with an invalid format is rejected without being sent", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    expect(await outcome(room.moderate({ action: "mute", uid: "uid-ben", for: -1 }))).toBe("bad_action");
    expect(await outcome(room.report(0))).toBe("bad_target");
    expect(socket.commands).toEqual([]);
  });

  it("P9.3 waits for the connection, and is never sent twice", async () => {
    const { clock, comeBack, enter, room } = client();
    const early = room.moderate({ action: "kick", uid: "uid-ben" });
    expect(await outcome(early)).toBe("open");
    const socket = enter(0);
    expect(socket.commands).toHaveLength(1);
    socket.drop();
    expect(await outcome(early)).toBe("unanswered");
    const late = room.list("audit");
    expect(await outcome(late)).toBe("open");
    const next = comeBack(0);
    expect(next.commands).toEqual([{ type: "list", id: "own-2", what: "audit" }]);
    clock.pass(19_999);
    expect(await outcome(late)).toBe("open");
    clock.pass(1);
    expect(await outcome(late)).toBe("unanswered");
  });

  it("P9.3 doesn't survive a reload, and their number is limited", async () => {
    const storage = new Map<string, string>();
    const { room } = client({ storage, outboxLimit: 1 });
    const first = room.moderate({ action: "kick", uid: "uid-ben" });
    expect(await outcome(first)).toBe("open");
    expect(await outcome(room.claim("secret"))).toBe("outbox_full");
    room.close();
    expect(await outcome(first)).toBe("closed");
    expect(await outcome(room.claim("secret"))).toBe("closed");
    expect([...storage.keys()].filter((key) => key.includes("outbox"))).toEqual([]);
  });
});

describe("joining", () => {
  it("P9.7 sends the secret of an invite until the first welcome", () => {
    const { clock, enter, socket, sockets } = client({ invite: "secret" });
    const first = socket().open();
    expect(first.hello).toMatchObject({ type: "hello", invite: "secret" });
    first.drop();
    clock.pass(1_000);
    expect(enter(0).hello).toMatchObject({ invite: "secret" });
    socket().drop();
    clock.pass(2_000);
    expect(sockets.at(-1)?.open().hello).not.toHaveProperty("invite");
  });

  it("P9.5 fails with a reason, and the client doesn't reconnect", () => {
    const { clock, room, socket, sockets } = client();
    socket().open().say({ type: "error", code: "banned", message: "…", retryAfter: 60_000 });
    socket().drop(4403);
    expect(room.state.status).toMatchObject({
      state: "failed",
      code: 4403,
      error: { code: "banned", retryAfter: 60_000 },
    });
    clock.pass(120_000);
    expect(sockets).toHaveLength(1);
  });

  it("P9.5 an earlier error is not the reason", () => {
    const { enter, room } = client();
    const socket = enter(0);
    socket.say({ type: "error", code: "hello_again", message: "…" });
    socket.say({ type: "presence", joined: [], left: [], count: 1 });
    socket.drop(4404);
    expect(room.state.status).toEqual({ state: "failed", code: 4404, reason: "" });
  });
});

describe("requests about addresses and tokens", () => {
  it("P9.13 a ban by address resolves with whether an address was banned", async () => {
    const { enter, room, socket } = client();
    enter(0);
    const banned = room.moderate({ action: "ban", uid: "uid-ben", address: true });
    expect(await outcome(banned)).toBe("open");
    socket().say({ type: "done", id: socket().commands.at(-1)?.id, address: false });
    expect(await banned).toEqual({ address: false });
  });

  it("P8.18 signOut resolves when the room has revoked the other tokens", async () => {
    const { enter, room, socket } = client();
    enter(0);
    const signedOut = room.signOut();
    expect(await outcome(signedOut)).toBe("open");
    const command = socket().commands.at(-1);
    expect(command?.type).toBe("signOut");
    socket().say({ type: "self", role: "guest", token: "the new one" }, { type: "done", id: command?.id });
    await expect(signedOut).resolves.toBeUndefined();
  });
});
