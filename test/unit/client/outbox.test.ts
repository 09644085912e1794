import { describe, expect, it } from "vitest";
import type { FakeSocket } from "./fake-socket.ts";
import { client, ME, message, outcome, ready, reset, welcome } from "./harness.ts";

/** The event that one of the client's own messages becomes. */
const own = (seq: number, id: string, text = "x") => message(seq, { uid: ME, id, message: text });
const ids = (socket: FakeSocket) => socket.commands.map(({ id }) => id);
/** The ids of the commands in each frame. */
const frames = ({ frames: sent }: FakeSocket) =>
  sent
    .filter((frame) => frame.includes('"id"'))
    .map((frame) => [JSON.parse(frame)].flat().map(({ id }: { readonly id: string }) => id));
const refusal = (code: string, id: string) => ({ type: "error", code, message: code, id });

describe("sending", () => {
  it("P3.2 sends each command in its format, and a message with extra fields", () => {
    const { clock, enter, room } = client();
    const socket = enter(2);
    void room.send("hi", { replyTo: 2, id: "chosen", extra: { color: "red", seq: 9, id: "other", uid: "uid-ada" } });
    socket.say(own(3, "chosen"));
    void room.edit(3, "ho");
    void room.react(3, "👍");
    void room.react(3, "👍", false);
    void room.delete(3);
    void room.rename("Grace");
    expect(socket.commands).toHaveLength(2);
    for (let seq = 4; seq <= 8; seq += 1) socket.say({ type: "ack", id: socket.commands.at(-1)?.id, seq, dup: true });
    expect(socket.commands).toEqual([
      { type: "message", id: "chosen", message: "hi", replyTo: 2, color: "red" },
      { type: "edit", id: "own-1", target: 3, message: "ho" },
      { type: "reaction", id: "own-2", target: 3, emoji: "👍", on: true },
      { type: "reaction", id: "own-3", target: 3, emoji: "👍", on: false },
      { type: "delete", id: "own-4", target: 3 },
      { type: "rename", id: "own-5", username: "Grace" },
    ]);
    room.close();
    expect(clock.pending).toBe(0);
  });

  it("P4.1 resolves when its event comes back, and not before", async () => {
    const { enter, room, texts } = client();
    const socket = enter(0);
    const sent = room.send("hi");
    expect(await outcome(sent)).toBe("open");
    expect(room.state.pending).toMatchObject([{ id: "own-1", state: "sending", command: { message: "hi" } }]);
    socket.say(own(1, "own-1", "hi"));
    expect(room.state.pending).toEqual([]);
    expect(texts()).toEqual(["hi"]);
    expect(await outcome(sent)).toEqual({ id: "own-1", seq: 1 });
  });

  it("P3.34 sends nothing after an edit, a reaction or a rename before its answer: it may leave no record", () => {
    const { enter, room } = client();
    const socket = enter(0);
    let seq = 0;
    const acknowledge = () => socket.say({ type: "ack", id: socket.commands.at(-1)?.id, seq: ++seq, dup: true });
    // After some answers the client may send several commands at once.
    for (let count = 0; count < 4; count += 1) {
      void room.send("x");
      acknowledge();
    }
    for (const change of [() => room.edit(1, "y"), () => room.react(1, "👍"), () => room.rename("Grace")]) {
      const before = socket.commands.length;
      void room.send("in flight");
      void change();
      void room.send("after");
      acknowledge();
      expect(socket.commands).toHaveLength(before + 2);
      acknowledge();
      expect(socket.commands.at(-1)).toMatchObject({ type: "message", message: "after" });
      acknowledge();
    }
    expect(room.state.pending).toEqual([]);
  });

  it("P4.3 another user's event with the same id doesn't settle it", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const sent = room.send("hi");
    socket.say(message(1, { uid: "uid-ada", id: "own-1" }));
    expect(await outcome(sent)).toBe("open");
  });

  it("P3.7 resolves if the server had already stored it", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const sent = room.send("hi");
    socket.say({ type: "ack", id: "own-1", seq: 7, dup: true });
    expect(await outcome(sent)).toEqual({ id: "own-1", seq: 7 });
  });

  it("P3.21 one frame is in flight at a time, with all commands that wait, in order", () => {
    const { enter, room } = client();
    for (const text of ["a", "b", "c"]) void room.send(text);
    const socket = enter(0);
    expect(frames(socket)).toEqual([["own-1"]]);
    socket.say(own(1, "own-1"));
    void room.send("d");
    expect(frames(socket)).toEqual([["own-1"], ["own-2", "own-3"]]);
    socket.say(own(2, "own-2"));
    expect(frames(socket)).toHaveLength(2);
    socket.say(own(3, "own-3"));
    expect(frames(socket)).toEqual([["own-1"], ["own-2", "own-3"], ["own-4"]]);
  });

  it("P3.21 a frame is within the length that the room announced", () => {
    const { room, socket } = client();
    for (let count = 0; count < 4; count += 1) void room.send("x".repeat(100));
    const limits = { ...Object(welcome().limits), frame: 1_000 };
    socket().open().say(welcome({ limits }), reset(), ready(0));
    socket().say(own(1, "own-1"));
    expect(frames(socket())).toEqual([["own-1"], ["own-2", "own-3"]]);
    expect(
      Math.max(
        ...socket()
          .frames.slice(1)
          .map((frame) => frame.length),
      ),
    ).toBeLessThan(1_000);
  });

  it("P3.4 sends nothing before ready", () => {
    const { room, socket } = client();
    void room.send("a");
    socket().open().say(welcome());
    socket().say(reset());
    expect(socket().commands).toEqual([]);
    socket().say(ready(0));
    expect(ids(socket())).toEqual(["own-1"]);
  });

  it.each([
    ["bad_message", "  "],
    ["bad_message", "a\u202eb"],
    ["message_too_long", "x".repeat(4_001)],
    ["too_large", "\u00e9".repeat(40_000)],
    ["bad_encoding", "\ud800"],
  ])("P5 rejects with %s at once, and sends nothing", async (code, text) => {
    const { enter, room } = client();
    const socket = enter(0);
    expect(await outcome(room.send(text))).toBe(code);
    expect(socket.commands).toEqual([]);
    expect(room.state.pending).toEqual([]);
  });

  it("sends a U+FFFD that somebody typed as an escape, which is no broken encoding", () => {
    const { enter, room } = client();
    const socket = enter(0);
    void room.send("What is \ufffd?");
    expect(socket.commands.at(-1)).toMatchObject({ message: "What is \ufffd?" });
    expect(room.state.pending).toHaveLength(1);
  });

  it("P5 keeps to the limit that the room announced", async () => {
    const { room, socket } = client();
    const limits = { ...Object(welcome().limits), message: 5 };
    socket().open().say(welcome({ limits }), reset(), ready(0));
    expect(await outcome(room.send("123456"))).toBe("message_too_long");
    expect(await outcome(room.send("12345"))).toBe("open");
  });

  it("P4.3 the same id with the same content is one command, with different content a conflict", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const first = room.send("a", { id: "one" });
    const again = room.send("a", { id: "one" });
    expect(await outcome(room.send("b", { id: "one" }))).toBe("id_conflict");
    expect(ids(socket)).toEqual(["one"]);
    socket.say(own(1, "one"));
    expect(await outcome(first)).toEqual({ id: "one", seq: 1 });
    expect(await outcome(again)).toEqual({ id: "one", seq: 1 });
  });

  it("is bounded", async () => {
    const { enter, room } = client({ outboxLimit: 3 });
    for (const text of ["a", "b", "c"]) void room.send(text);
    expect(await outcome(room.send("d"))).toBe("outbox_full");
    expect(room.state.pending).toHaveLength(3);
    enter(0).say(own(1, "own-1"));
    expect(await outcome(room.send("d"))).toBe("open");
  });
});

describe("a lost connection", () => {
  it("P4.3 the command in flight is sent again first, with the same id", () => {
    const { comeBack, enter, room } = client();
    const first = enter(0);
    void room.send("a");
    void room.send("b");
    first.drop();
    void room.send("c");
    const second = comeBack(0);
    expect(ids(second)).toEqual(["own-1"]);
    second.say({ type: "ack", id: "own-1", seq: 1, dup: true }, own(1, "own-1"));
    second.say(own(2, "own-2"));
    expect(ids(second)).toEqual(["own-1", "own-2", "own-3"]);
  });

  it("P4.3 a command that was stored is not sent again", async () => {
    const { comeBack, enter, room } = client();
    const first = enter(0);
    const sent = [room.send("a"), room.send("b")];
    first.drop();
    const second = comeBack(1, own(1, "own-1"));
    expect(ids(second)).toEqual(["own-2"]);
    expect(await outcome(Promise.race(sent))).toEqual({ id: "own-1", seq: 1 });
  });

  it("P3.4 a command that a reset shows as stored is not sent again", async () => {
    const { comeBack, enter, room } = client();
    const first = enter(0);
    const sent = room.send("a");
    first.drop();
    const second = comeBack(900, reset([message(899), own(900, "own-1")], "behind"));
    expect(ids(second)).toEqual([]);
    expect(await outcome(sent)).toEqual({ id: "own-1", seq: 900 });
  });

  it("drops a connection that answers no command, and gives up after eight attempts", async () => {
    const { clock, comeBack, enter, room } = client();
    let socket = enter(0);
    const sent = room.send("a");
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(ids(socket)).toEqual(["own-1"]);
      clock.pass(10_000);
      socket.receive("pong");
      expect(socket.state).toBe("open");
      clock.pass(10_000);
      expect(socket.state).toBe("closed");
      if (attempt < 8) expect(await outcome(sent)).toBe("open");
      socket = comeBack(0);
    }
    expect(ids(socket)).toEqual([]);
    expect(await outcome(sent)).toBe("unanswered");
    expect(room.state.pending).toMatchObject([{ id: "own-1", state: "failed", error: { code: "unanswered" } }]);
  });
});

describe("an error", () => {
  it("P3.7 is final, stays visible, and lets the next command go", async () => {
    const { enter, room, told } = client();
    const socket = enter(0);
    const sent = room.send("a", { replyTo: 77 });
    void room.send("b");
    socket.say(refusal("no_target", "own-1"));
    expect(await outcome(sent)).toBe("no_target");
    expect(ids(socket)).toEqual(["own-1", "own-2"]);
    expect(room.state.pending).toMatchObject([
      { id: "own-1", state: "failed", error: { code: "no_target" } },
      { id: "own-2", state: "sending" },
    ]);
    expect(told("error")).toEqual([]);
  });

  it.each(["internal", "rate_limited"])("P3.40 %s has its command sent again, and those behind it in order", (code) => {
    const { clock, enter, room } = client();
    const socket = enter(0);
    for (const text of ["a", "b", "c", "d"]) void room.send(text);
    socket.say(own(1, "own-1"), own(2, "own-2"));
    socket.say(own(3, "own-3"));
    expect(frames(socket)).toEqual([["own-1"], ["own-2", "own-3"], ["own-4"]]);
    socket.say(own(4, "own-4"));
    for (const text of ["e", "f", "g", "h"]) void room.send(text);
    socket.say(own(5, "own-5"));
    expect(frames(socket).at(-1)).toEqual(["own-6", "own-7", "own-8"]);
    socket.say(own(6, "own-6"), refusal(code, "own-7"));
    clock.pass(1_000);
    expect(frames(socket)).toHaveLength(5);
    socket.say(refusal(code, "own-8"));
    clock.pass(2_000);
    expect(frames(socket).slice(5)).toEqual([["own-7"]]);
    socket.say(own(7, "own-7"));
    expect(frames(socket).slice(5)).toEqual([["own-7"], ["own-8"]]);
    socket.say(own(8, "own-8"));
    expect(room.state.pending).toEqual([]);
  });

  it("P3.7 with an unknown code is final as well", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const sent = room.send("a");
    socket.say(refusal("too_rude", "own-1"));
    expect(await outcome(sent)).toBe("too_rude");
  });

  it("P3.7 of a command without text only rejects its promise", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const deleted = room.delete(1);
    socket.say(refusal("not_yours", "own-1"));
    expect(await outcome(deleted)).toBe("not_yours");
    expect(room.state.pending).toEqual([]);
  });

  it("P3.7 that belongs to no command emits an error event", () => {
    const { enter, told } = client();
    enter(0).say(refusal("no_target", "unknown"), { type: "error", code: "too_large", message: "too large" });
    expect(told("error")).toMatchObject([{ code: "no_target" }, { code: "too_large" }]);
  });

  it("allows a retry, after all others and with the same id", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    void room.send("a", { replyTo: 77 });
    void room.send("b");
    socket.say(refusal("no_target", "own-1"));
    const again = room.retry("own-1");
    expect(room.state.pending.map(({ id, state }) => [id, state])).toEqual([
      ["own-2", "sending"],
      ["own-1", "sending"],
    ]);
    socket.say(own(1, "own-2"));
    expect(ids(socket)).toEqual(["own-1", "own-2", "own-1"]);
    socket.say(own(2, "own-1"));
    expect(await outcome(again)).toEqual({ id: "own-1", seq: 2 });
    expect(await outcome(room.retry("own-1"))).toBe("no_target");
  });

  it("P4.3 of a conflicting id allows a retry with a new id", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    void room.send("a", { id: "taken" });
    socket.say(refusal("id_conflict", "taken"));
    const again = room.retry("taken");
    expect(socket.commands.at(-1)).toEqual({ type: "message", id: "own-1", message: "a" });
    socket.say(own(1, "own-1"));
    expect(await outcome(again)).toEqual({ id: "own-1", seq: 1 });
  });

  it("allows discarding; an unanswered command can't be discarded", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    void room.send("a");
    const unsent = room.send("b");
    expect(room.discard("own-1")).toBe(false);
    expect(room.discard("own-2")).toBe(true);
    expect(await outcome(unsent)).toBe("discarded");
    socket.say(refusal("bad_message", "own-1"));
    expect(room.discard("own-1")).toBe(true);
    expect(room.state.pending).toEqual([]);
    expect(room.discard("own-1")).toBe(false);
  });

  it("P3.7 internal is retried with backoff, before later commands, eight times at most", async () => {
    const { clock, enter, room } = client();
    const socket = enter(0);
    const sent = room.send("a");
    void room.send("b");
    for (const wait of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]) {
      const count = socket.commands.length;
      socket.say(refusal("internal", "own-1"));
      for (let passed = 0; passed < wait - 1; passed += 500) {
        clock.pass(Math.min(500, wait - 1 - passed));
        socket.receive("pong");
      }
      expect(socket.commands).toHaveLength(count);
      clock.pass(1);
      expect(socket.commands).toHaveLength(count + 1);
    }
    expect(new Set(ids(socket))).toEqual(new Set(["own-1"]));
    expect(await outcome(sent)).toBe("open");
    socket.say(refusal("internal", "own-1"));
    expect(await outcome(sent)).toBe("internal");
    expect(socket.commands.at(-1)?.id).toBe("own-2");
  });

  it("P3.7 internal, and then stored, is one success", async () => {
    const { clock, enter, room } = client();
    const socket = enter(0);
    const sent = room.send("a");
    socket.say(refusal("internal", "own-1"));
    clock.pass(1_000);
    socket.say(own(1, "own-1"));
    expect(await outcome(sent)).toEqual({ id: "own-1", seq: 1 });
  });
});
