import { describe, expect, it } from "vitest";
import { change, client, EPOCH, message, messages, ready, reset, welcome } from "./harness.ts";

describe("the gap rule", () => {
  it("P4.2 applies the next event, and emits it once, after updating the state", () => {
    const { enter, room, seqs, told } = client();
    const socket = enter(2);
    let seen: number[] = [];
    room.on("event", () => {
      seen = room.state.messages.map(({ seq }) => seq);
    });
    socket.say(message(3));
    expect(seqs()).toEqual([1, 2, 3]);
    expect(seen).toEqual([1, 2, 3]);
    expect(told("event").map(({ seq }) => seq)).toEqual([3]);
    expect(room.state.position).toEqual({ epoch: EPOCH, seq: 3 });
  });

  it("P4.2 drops an old event", () => {
    const { enter, texts, told } = client();
    const socket = enter(2);
    socket.say(message(2, { message: "again" }), message(3), message(3, { message: "again" }));
    expect(texts()).toEqual(["message 1", "message 2", "message 3"]);
    expect(told("event")).toHaveLength(1);
  });

  it("P4.2 stops at a gap, and resumes from the last event before it", () => {
    const { clock, enter, room, seqs, socket, sockets } = client();
    const first = enter(2);
    first.say(message(4), message(5));
    expect(seqs()).toEqual([1, 2]);
    expect(first.state).toBe("closed");
    expect(room.state.status).toMatchObject({ state: "reconnecting" });
    first.say(message(3));
    expect(seqs()).toEqual([1, 2]);

    clock.pass(500);
    expect(sockets).toHaveLength(2);
    expect(socket().open().hello).toMatchObject({ since: { epoch: EPOCH, seq: 2 } });
    socket().say(welcome({ head: 5 }), ...messages(3, 5), ready(5));
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it("P4.2 backs off if a gap never closes", () => {
    const { clock, enter, sockets } = client();
    enter(2).say(message(9));
    for (const wait of [500, 1_000, 2_000, 4_000]) {
      const count = sockets.length;
      clock.pass(wait - 1);
      expect(sockets).toHaveLength(count);
      clock.pass(1);
      sockets
        .at(-1)
        ?.open()
        .say(welcome({ head: 9 }), message(9), ready(9));
    }
  });

  it("P3.4 a ready beyond the last event is a gap", () => {
    const { comeBack, enter, room, sockets } = client();
    enter(2).drop();
    comeBack(4, message(3));
    expect(room.state.status.state).toBe("reconnecting");
    expect(sockets).toHaveLength(2);
  });

  it("P4.2 an event of an unknown type advances the position, and has no effect", () => {
    const { enter, room, seqs, told } = client();
    enter(1).say({ ...message(2), type: "poll" }, message(3));
    expect(seqs()).toEqual([1, 3]);
    expect(told("event")).toHaveLength(1);
    expect(room.state.status.state).toBe("online");
  });
});

describe("reconnecting", () => {
  it("P3.4 applies missed events in order", () => {
    const { comeBack, enter, seqs, told } = client();
    enter(2).drop();
    comeBack(4, ...messages(3, 4));
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(told("event").map(({ seq }) => seq)).toEqual([3, 4]);
    expect(told("reset")).toEqual([{ reason: "new" }]);
  });

  it("P3.4 applies missed events from several frames, and survives a loss between them", () => {
    const { clock, comeBack, enter, seqs, socket } = client();
    enter(1).drop();
    clock.pass(500);
    socket()
      .open()
      .say(welcome({ head: 4 }), message(2));
    socket().say(message(3));
    socket().drop();
    comeBack(4, message(4));
    expect(socket().hello).toMatchObject({ since: { seq: 3 } });
    expect(seqs()).toEqual([1, 2, 3, 4]);
  });

  it.each(["new", "epoch", "behind", "ahead"])("P3.4 reset: %s replaces the log by the newest messages", (reason) => {
    const { clock, enter, room, seqs, socket, told } = client();
    enter(3).drop();
    clock.pass(500);
    const epoch = reason === "epoch" ? "epoch-2" : EPOCH;
    socket()
      .open()
      .say(welcome({ epoch, head: 20 }), reset([message(19), message(20)], reason), ready(20));
    expect(seqs()).toEqual([19, 20]);
    expect(room.state.position).toEqual({ epoch, seq: 20 });
    expect(told("reset").at(-1)).toEqual({ reason });
    expect(told("event")).toEqual([]);
    socket().say(message(21));
    expect(seqs()).toEqual([19, 20, 21]);
  });

  it("P4.2 nothing of another log applies before its reset", () => {
    const { clock, enter, seqs, socket, sockets } = client();
    enter(3).drop();
    clock.pass(500);
    socket()
      .open()
      .say(welcome({ epoch: "epoch-2", head: 4 }), message(4, { message: "of another log" }), ready(4));
    expect(seqs()).toEqual([1, 2, 3]);
    expect(socket().state).toBe("closed");
    clock.pass(30_000);
    expect(sockets.at(-1)?.open().hello?.since).toBeUndefined();
  });

  it("P3.1 a rejected since is not sent again", () => {
    const { clock, enter, socket, sockets } = client();
    enter(3).drop();
    clock.pass(500);
    socket().open().say({ type: "error", code: "bad_since", message: "no" });
    expect(sockets).toHaveLength(2);
    clock.pass(999);
    expect(sockets).toHaveLength(2);
    clock.pass(1);
    expect(socket().open().hello?.since).toBeUndefined();
  });
});

describe("the fold", () => {
  it("P3.5 edits, reacts and deletes by the protocol's own fold", () => {
    const { enter, room } = client();
    const socket = enter(2);
    socket.say(
      change(3, "edit", 1, { message: "edited" }),
      change(4, "reaction", 1, { emoji: "👍", on: true }),
      change(5, "delete", 2),
      message(6, { replyTo: 1, color: "red" }),
    );
    expect(room.state.messages).toMatchObject([
      { seq: 1, message: "edited", editedAt: 1_003, reactions: [{ emoji: "👍", uids: ["uid-ada"] }] },
      { seq: 2, message: "", deleted: true },
      { seq: 6, replyTo: 1, extra: { color: "red" } },
    ]);
    socket.say(change(7, "reaction", 1, { emoji: "👍", on: false }));
    expect(room.state.messages[0]).not.toHaveProperty("reactions");
  });

  it("P3.5 a change of a message that isn't loaded changes nothing", () => {
    const { clock, enter, room, socket } = client();
    enter(3).drop();
    clock.pass(500);
    socket()
      .open()
      .say(welcome({ head: 20 }), reset(messages(19, 20), "behind"), ready(20));
    const before = room.state.messages;
    socket().say(change(21, "edit", 5, { message: "unseen" }));
    expect(room.state.messages).toEqual(before);
    expect(room.state.position?.seq).toBe(21);
  });
});

describe("the state", () => {
  it("is the same object until something changes, and is immutable", () => {
    const { enter, room } = client();
    const socket = enter(2);
    const before = room.state;
    expect(room.state).toBe(before);
    socket.say(message(3), change(4, "edit", 1, { message: "edited" }));
    expect(before.messages.map(({ message: text }) => text)).toEqual(["message 1", "message 2"]);
    expect(room.state.messages).toHaveLength(3);
    expect(room.state.members).toBe(before.members);
    expect(room.state.pending).toBe(before.pending);
  });

  it("emits one change per frame", () => {
    const { enter, told } = client();
    const socket = enter(2);
    const before = told("change").length;
    socket.say(...messages(3, 50));
    expect(told("change")).toHaveLength(before + 1);
    expect(told("change").at(-1)?.messages).toHaveLength(50);
    socket.receive("pong");
    expect(told("change")).toHaveLength(before + 1);
  });

  it("copies its messages once per read, not once per event", () => {
    const { enter, room } = client();
    const socket = enter(1);
    const copies = new Set<unknown>();
    room.on("change", ({ messages: seen }) => copies.add(seen));
    for (let frame = 0; frame < 5; frame += 1) socket.say(...messages(2 + frame * 20, 21 + frame * 20));
    expect(copies.size).toBe(5);
  });

  it("holds the newest messages up to keep, give or take a tenth", () => {
    const { enter, room, seqs } = client({ maxMessages: 100 });
    const socket = enter(0);
    for (let seq = 1; seq <= 1_000; seq += 1) {
      socket.say(message(seq));
      expect(room.state.messages.length).toBeLessThanOrEqual(110);
    }
    expect(seqs().at(-1)).toBe(1_000);
    expect(room.state.messages.length).toBeGreaterThanOrEqual(100);
    expect(room.state.more).toBe(true);
  });
});

it("a listener that throws doesn't affect the others", async () => {
  const { enter, room, told } = client();
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  const others = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.once("uncaughtException", note);
  room.on("event", () => {
    throw new Error("of the application");
  });
  const after: number[] = [];
  room.on("event", ({ seq }) => after.push(seq));
  enter(0).say(message(1));
  await new Promise((resolve) => setTimeout(resolve, 0));
  for (const other of others) process.on("uncaughtException", other);
  expect(after).toEqual([1]);
  expect(told("event")).toHaveLength(1);
  expect(uncaught).toMatchObject([{ message: "of the application" }]);
});

it("a listener is not called after it was removed", () => {
  const { enter, room } = client();
  const heard: number[] = [];
  const off = room.on("event", ({ seq }) => heard.push(seq));
  const socket = enter(0);
  socket.say(message(1));
  off();
  socket.say(message(2));
  expect(heard).toEqual([1]);
});

it("a listener that was added twice is called twice, until both are removed", () => {
  const { enter, room } = client();
  const heard: number[] = [];
  const listener = ({ seq }: { seq: number }) => void heard.push(seq);
  const off = room.on("event", listener);
  room.on("event", listener);
  const socket = enter(0);
  socket.say(message(1));
  off();
  socket.say(message(2));
  expect(heard).toEqual([1, 1, 2]);
});

it("the rest of a frame is ignored after a listener has closed the client", () => {
  const { enter, room, told } = client();
  const socket = enter(0);
  room.on("event", () => room.close());
  socket.say(message(1), message(2));
  expect(told("event")).toHaveLength(1);
});
