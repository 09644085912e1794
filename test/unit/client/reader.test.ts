import { describe, expect, it } from "vitest";
import { announce, DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { client, EPOCH, ME, message, outcome, ready, reset, welcome } from "./harness.ts";

type Said = Parameters<typeof welcome>[0];

const error = (code: string, fields: Said = {}) => ({ type: "error", code, message: code, ...fields });

/** The answer to the `hello` of a reader. */
function reader(fields: Said = {}) {
  const {
    mutedUntil: _,
    role: __,
    token: ___,
    uid: ____,
    username: _____,
    ...room
  } = welcome({ readers: 1, ...fields });
  return { ...room, type: "reader" };
}

const grace = { uid: "uid-grace", username: "Grace", role: "guest" };

/** A client that reads a room with two messages. */
function reading(options: Parameters<typeof client>[0] = {}, changedLimits: object = {}) {
  const opened = client({ readOnly: true, ...options });
  const socket = opened.socket().open();
  const limits = { ...announce(DEFAULT_LIMITS), ...changedLimits };
  socket.say(reader({ head: 2, members: [grace], limits }), reset([message(1), message(2)]), ready(2));
  /** What the client sent after its first `hello`. */
  const next = () => socket.sent.slice(1);
  /** Waits until the code of `enter` has loaded, and the `hello` of a person is sent. */
  const asked = () => expect.poll(() => next().filter(({ type }) => type === "hello").length).toBeGreaterThan(0);
  return { ...opened, reader: socket, next, asked };
}

describe("P3.35 a reader", () => {
  it("follows the log and who is online without a name, a nonce or a token, and is no user", () => {
    const storage = new Map([
      ["wss://parley.test/ws/lobby#identity", JSON.stringify({ uid: ME, token: "old", username: "Ada" })],
    ]);
    const { reader: socket, room, seqs } = reading({ storage, username: "Ada" });
    expect(socket.hello).toEqual({ type: "hello", v: 1, binary: true, compact: true, readOnly: true });
    socket.say(message(3), { type: "presence", joined: [], left: [grace.uid], count: 0, readers: 4 });
    expect(seqs()).toEqual([1, 2, 3]);
    expect(room.state).toMatchObject({ status: { state: "online" }, isReader: true, count: 0, readers: 4 });
    expect(room.state.self).toBeUndefined();
    expect(room.state.members.size).toBe(0);
  });

  it("comes back as a reader, from where it was", () => {
    const { clock, reader: first, room, socket, seqs } = reading();
    first.drop();
    clock.pass(500);
    const second = socket().open();
    expect(second.hello).toMatchObject({ readOnly: true, since: { epoch: EPOCH, seq: 2 } });
    second.say(reader({ head: 3, readers: undefined }), message(3), ready(3));
    expect(seqs()).toEqual([1, 2, 3]);
    expect(room.state).toMatchObject({ isReader: true, readers: 0 });
  });

  it("acknowledges events, and sends nothing that needs a person; messages and requests wait", async () => {
    const { next, reader: socket, room } = reading({}, { lag: { events: 4, length: 1_000_000 } });
    room.typing();
    expect(room.broadcast({ x: 1 })).toBe(false);
    const sent = room.send("hello");
    const reported = room.report(1);
    expect(await outcome(Promise.all([sent, reported]))).toBe("open");
    for (let seq = 3; seq < 10; seq += 1) socket.say(message(seq));
    expect(new Set(next().map(({ type }) => type))).toEqual(new Set(["ack"]));
    expect(room.state.pending).toHaveLength(1);
  });

  it("P9.5 is told why a room lets no reader in", () => {
    const { room, socket } = client({ readOnly: true });
    socket().open().say(error("invitation_needed"));
    socket().drop(4403);
    expect(room.state.status).toMatchObject({ state: "failed", code: 4403, error: { code: "invitation_needed" } });
  });
});

describe("P3.37 enter", () => {
  it("makes a reader a person on the same socket, keeps the log, and sends what waits", async () => {
    const { asked, next, reader: socket, room, seqs, sockets, told } = reading();
    const sent = room.send("hello");
    const entered = room.enter("Ada");
    await asked();
    expect(next()).toMatchObject([{ type: "hello", username: "Ada", since: { epoch: EPOCH, seq: 2 } }]);
    expect(next()[0]).toHaveProperty("nonce");
    // Events that were on their way.
    socket.say(message(3));
    socket.say(welcome({ head: 3, username: "Ada" }), ready(3));
    expect(await entered).toMatchObject({ uid: ME, username: "Ada" });
    expect(next().slice(1)).toMatchObject([{ type: "message", message: "hello" }]);
    socket.say(message(4, { uid: ME, id: "own-1" }));
    expect(await sent).toMatchObject({ seq: 4 });
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(room.state).toMatchObject({ isReader: false, self: { uid: ME }, readers: 0 });
    expect(sockets).toHaveLength(1);
    expect(told("reset")).toHaveLength(1);
  });

  it("comes back as that person", async () => {
    const { asked, clock, reader: first, room, socket } = reading();
    const entered = room.enter("Ada");
    await asked();
    first.say(welcome({ head: 2, username: "Ada" }), ready(2));
    await entered;
    first.drop();
    clock.pass(500);
    expect(socket().open().hello).toMatchObject({ token: "token-1", username: "Ada", since: { seq: 2 } });
    expect(socket().hello).not.toHaveProperty("readOnly");
  });

  it.each(["name_taken", "bad_username", "blocked_word", "rate_limited", "internal"])(
    "rejects with %s, and leaves a reader that can try another name",
    async (code) => {
      const { asked, next, reader: socket, room, told } = reading({ onNameTaken: "suffix" });
      const refused = room.enter("Ada");
      await asked();
      socket.say(error(code, { retryAfter: 500 }));
      await expect(refused).rejects.toMatchObject({ code, retryAfter: 500 });
      socket.say(message(3));
      expect(room.state).toMatchObject({ status: { state: "online" }, isReader: true, position: { seq: 3 } });
      expect(told("error")).toEqual([]);
      const entered = room.enter("Countess");
      await expect.poll(() => next().at(-1)).toMatchObject({ type: "hello", username: "Countess", since: { seq: 3 } });
      socket.say(welcome({ head: 3, username: "Countess" }), ready(3));
      expect(await entered).toMatchObject({ username: "Countess" });
    },
  );

  it("rejects with the reason if the room closes the connection for good", async () => {
    const { asked, reader: socket, room } = reading();
    const refused = room.enter("Ada");
    await asked();
    socket.say(error("banned", { retryAfter: 60_000 }));
    socket.drop(4403);
    await expect(refused).rejects.toMatchObject({ code: "banned", retryAfter: 60_000 });
    expect(room.state.status).toMatchObject({ state: "failed", error: { code: "banned" } });
    await expect(room.enter("Ada")).rejects.toMatchObject({ code: "closed" });
  });

  it("waits for a connection, and outlasts a lost one with the same nonce", async () => {
    const { clock, room, socket } = client({ readOnly: true });
    const entered = room.enter("Ada");
    await outcome(Promise.resolve());
    const first = socket().open();
    first.say(reader({ head: 0 }), reset(), ready(0));
    await expect.poll(() => first.sent.at(-1)).toMatchObject({ type: "hello", username: "Ada" });
    first.drop();
    clock.pass(500);
    const second = socket().open();
    expect(second.sent).toMatchObject([{ readOnly: true }]);
    second.say(reader({ head: 0 }), ready(0));
    expect(second.sent.at(-1)).toMatchObject({ username: "Ada", nonce: first.sent.at(-1)?.nonce });
    second.say(welcome({ username: "Ada" }), ready(0));
    expect(await entered).toMatchObject({ username: "Ada" });
  });

  it("with a token from before, starts the log over: that user may see more than a reader", async () => {
    const storage = new Map([
      ["wss://parley.test/ws/lobby#identity", JSON.stringify({ uid: ME, token: "old", username: "Ada" })],
    ]);
    const { asked, next, reader: socket, room } = reading({ storage });
    const entered = room.enter();
    await asked();
    expect(next()).toEqual([expect.objectContaining({ token: "old", username: "Ada" })]);
    expect(next()[0]).not.toHaveProperty("since");
    const reactions = [{ emoji: "☕", uids: [ME], count: 1, me: true }];
    socket.say(welcome({ head: 2 }), reset([message(1, { reactions }), message(2)]), ready(2));
    await entered;
    expect(room.state.messages[0]?.reactions).toMatchObject([{ me: true }]);
  });

  it("P8.20 enters as another guest if the room rejects that token", async () => {
    const storage = new Map([
      ["wss://parley.test/ws/lobby#identity", JSON.stringify({ uid: "uid-old", token: "old", username: "Ada" })],
    ]);
    const { asked, clock, reader: first, room, socket } = reading({ storage });
    const entered = room.enter("Ada");
    await asked();
    first.say(error("bad_token"));
    clock.pass(500);
    const second = socket().open();
    second.say(reader({ head: 2 }), ready(2));
    expect(second.sent.at(-1)).not.toHaveProperty("token");
    second.say(welcome({ head: 2, username: "Ada" }), ready(2));
    expect(await entered).toMatchObject({ uid: ME });
  });

  it("P10.1 answers a challenge by itself", async () => {
    const { asked, clock, reader: first, room, sockets, socket } = reading();
    const entered = room.enter("Ada");
    await asked();
    first.say(error("challenge_needed", { challenge: { kind: "pow", salt: "s", bits: 1 } }));
    expect(room.state.status).toEqual({ state: "connecting", isChecking: true });
    await expect.poll(() => sockets.length).toBe(2);
    socket()
      .open()
      .say(reader({ head: 2 }), ready(2));
    expect(socket().sent.at(-1)).toMatchObject({ username: "Ada", challenge: { kind: "pow" } });
    socket().say(welcome({ head: 2 }), ready(2));
    await entered;
    expect(clock.pending).toBeGreaterThan(0);
  });

  it("calls the token function only now", async () => {
    let calls = 0;
    const token = () => `jwt-${++calls}`;
    const { asked, next, room } = reading({ token });
    expect(calls).toBe(0);
    void room.enter();
    await asked();
    expect(next()).toMatchObject([{ token: "jwt-1" }]);
    const failing = reading({
      token: () => {
        throw new Error("signed out");
      },
    });
    await expect(failing.room.enter()).rejects.toMatchObject({ code: "token" });
    expect(failing.room.state).toMatchObject({ status: { state: "online" }, isReader: true });
  });

  it("rejects an invalid name, a second call, and a call after close", async () => {
    const { asked, room } = reading();
    await expect(room.enter(" ")).rejects.toMatchObject({ code: "bad_username" });
    const entered = room.enter("Ada");
    await asked();
    await expect(room.enter("Countess")).rejects.toMatchObject({ code: "hello_again" });
    room.close();
    await expect(entered).rejects.toMatchObject({ code: "closed" });
    await expect(room.enter("Ada")).rejects.toMatchObject({ code: "closed" });
  });
});

describe("P3.35 a server of an earlier version", () => {
  it("makes a person at once, whom enter renames", async () => {
    const { room, socket } = client({ readOnly: true });
    const old = socket().open();
    old.say(welcome({ username: "guest-1234" }), reset(), ready(0));
    expect(room.state).toMatchObject({ isReader: false, self: { username: "guest-1234" } });
    const entered = room.enter("Ada");
    await expect.poll(() => old.commands).toMatchObject([{ type: "rename", username: "Ada" }]);
    const id = old.commands[0]?.id;
    old.say({ type: "notice", notice: "rename", seq: 1, at: 1, uid: ME, id, username: "Ada", previous: "guest-1234" });
    expect(await entered).toMatchObject({ username: "Ada" });
  });

  it("does so too if enter was called before it answered", async () => {
    const { room, socket } = client({ readOnly: true });
    const entered = room.enter("Ada");
    await outcome(Promise.resolve());
    const old = socket().open();
    old.say(welcome({ username: "guest-1234" }), reset(), ready(0));
    await expect.poll(() => old.commands).toMatchObject([{ type: "rename", username: "Ada" }]);
    old.say({ ...error("name_taken"), id: old.commands[0]?.id });
    await expect(entered).rejects.toMatchObject({ code: "name_taken" });
  });
});
