import { describe, expect, it } from "vitest";
import { connect, RoomError } from "../../../src/client/index.ts";
import { FakeSocket } from "./fake-socket.ts";
import { client, ME, message, outcome, ready, reset, welcome } from "./harness.ts";

const own = (seq: number, id: string) => message(seq, { uid: ME, id });

describe("starting", () => {
  it("opens no socket in the turn of connect, so that a client that is closed at once never connects", async () => {
    const kept = client({ start: true });
    const dropped = client({ start: true });
    expect(kept.sockets).toHaveLength(0);
    dropped.room.close();
    await outcome(Promise.resolve());
    expect(kept.sockets).toHaveLength(1);
    expect(dropped.sockets).toHaveLength(0);
  });

  it("waits for start if it is false, and happens once", async () => {
    const { room, sockets } = client({ start: false });
    await outcome(Promise.resolve());
    expect(sockets).toHaveLength(0);
    room.start();
    room.start();
    expect(sockets).toHaveLength(1);
    const closed = client({ start: false });
    closed.room.close();
    closed.room.start();
    expect(closed.sockets).toHaveLength(0);
  });

  it("fails with a sentence where there is no WebSocket", () => {
    const { WebSocket } = globalThis;
    try {
      delete (globalThis as { WebSocket?: unknown }).WebSocket;
      expect(() => connect("wss://parley.test/ws/lobby")).toThrow(/package ws as the option WebSocket/);
      expect(() => connect("wss://parley.test/ws/lobby", { WebSocket: FakeSocket, start: false })).not.toThrow();
    } finally {
      globalThis.WebSocket = WebSocket;
    }
  });
});

describe("an interface of components", () => {
  it("uses subscribe and getState without their receiver", () => {
    const { enter, room } = client();
    const { getState, subscribe } = room;
    let calls = 0;
    const stop = subscribe(() => {
      calls += 1;
    });
    enter(1);
    expect(calls).toBeGreaterThan(0);
    expect(getState()).toBe(room.state);
    const before = calls;
    stop();
    room.close();
    expect(calls).toBe(before);
  });

  it("closes the client at the end of a block that uses it", () => {
    const { room } = client();
    {
      using used = room;
      expect(used.state.status.state).toBe("connecting");
    }
    expect(room.state.status).toEqual({ state: "closed" });
  });
});

describe("whenOnline", () => {
  it("resolves with the user, at once if they are online already", async () => {
    const { enter, room } = client();
    const online = room.whenOnline();
    expect(await outcome(online)).toBe("open");
    enter(0);
    expect(await online).toMatchObject({ uid: ME, username: "me" });
    expect(await room.whenOnline()).toMatchObject({ uid: ME });
  });

  it("rejects if the name is refused, if the room closes for good, and after close", async () => {
    const refused = client({ username: "Ada" });
    const first = refused.room.whenOnline();
    refused.socket().open().say({ type: "error", code: "name_taken", message: "…" });
    expect(await outcome(first)).toBe("name_taken");
    const failed = client();
    const second = failed.room.whenOnline();
    failed.enter(0).drop(4403);
    expect(await outcome(failed.room.whenOnline())).toBe("closed");
    expect(await second).toMatchObject({ uid: ME });
    const { room } = client();
    room.close();
    expect(await outcome(room.whenOnline())).toBe("closed");
  });
});

describe("a lost connection", () => {
  it("says which attempt comes when, the last close code, and whether a socket has ever opened", () => {
    const { clock, enter, room, socket } = client();
    const start = clock.now();
    socket().drop(1006);
    expect(room.state.status).toEqual({
      state: "reconnecting",
      attempt: 1,
      nextAt: start + 500,
      hasOpened: false,
      code: 1006,
    });
    clock.pass(500);
    enter(0).drop(1012);
    expect(room.state.status).toMatchObject({ attempt: 2, hasOpened: true, code: 1012 });
  });

  it("is unreachable after three sockets that never opened, once, and the client goes on trying", () => {
    const { clock, sockets, told } = client();
    for (let count = 0; count < 6; count += 1) {
      expect(told("error")).toHaveLength(count >= 3 ? 1 : 0);
      sockets.at(-1)?.drop(1006);
      clock.pass(Math.min(500 * 2 ** count, 15_000));
    }
    expect(sockets).toHaveLength(7);
    expect(told("error")).toMatchObject([{ code: "unreachable", retryable: true }]);
    expect(String(told("error")[0])).toContain("ALLOWED_ORIGINS");
  });

  it("is not unreachable if a socket has opened before", () => {
    const { clock, enter, sockets, told } = client();
    enter(0);
    for (let count = 0; count < 6; count += 1) {
      sockets.at(-1)?.drop(1006);
      clock.pass(Math.min(500 * 2 ** count, 15_000));
    }
    expect(told("error")).toEqual([]);
  });
});

describe("names and reactions", () => {
  it("nameOf finds members and authors, by their latest name", () => {
    const { enter, room } = client();
    enter(2, [message(1, { uid: "uid-ada", username: "Ada" }), message(2, { uid: "uid-ada", username: "Countess" })]);
    expect(room.nameOf("uid-ada")).toBe("Countess");
    expect(room.nameOf("uid-nobody")).toBeUndefined();
  });

  it("toggleReaction adds and removes, also one that is still on its way", () => {
    const { enter, room } = client();
    const socket = enter(1);
    void room.toggleReaction(1, "👍");
    void room.toggleReaction(1, "👍");
    socket.say({ type: "reaction", seq: 2, at: 1, uid: ME, id: "own-1", target: 1, emoji: "👍", on: true });
    expect(socket.commands).toMatchObject([{ on: true }, { on: false }]);
  });
});

describe("send with a signal", () => {
  it("discards what was not sent, and only stops waiting for what was", async () => {
    const { enter, room, socket } = client();
    const abort = new AbortController();
    const early = room.send("early", { signal: abort.signal });
    expect(room.state.pending).toHaveLength(1);
    abort.abort();
    expect(await outcome(early)).toBe("discarded");
    expect(room.state.pending).toHaveLength(0);
    expect(await outcome(room.send("late", { signal: abort.signal }))).toBe("discarded");
    enter(0);
    const again = new AbortController();
    const sent = room.send("sent", { signal: again.signal });
    again.abort();
    expect(await outcome(sent)).toBe("unanswered");
    expect(room.state.pending).toHaveLength(1);
    socket().say(own(1, "own-3"));
    expect(room.state.pending).toHaveLength(0);
  });
});

describe("an error", () => {
  it("is a RoomError for extra fields that JSON can't express, and none for undefined ones", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const circular: Record<string, never> = {};
    Object.assign(circular, { circular });
    await expect(room.send("x", { extra: circular })).rejects.toBeInstanceOf(RoomError);
    await expect(room.send("x", { extra: circular })).rejects.toMatchObject({ code: "bad_command" });
    await expect(room.send(undefined as never)).rejects.toMatchObject({ code: "bad_command" });
    await expect(room.moderate(circular as never)).rejects.toBeInstanceOf(RoomError);
    void room.send("x", { extra: { color: undefined } as never });
    expect(socket.commands.at(-1)).toMatchObject({ message: "x" });
  });

  it("reads as a sentence, and says whether a retry makes sense", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const limit = room.state.limits?.message ?? 0;
    const long = await room.send("x".repeat(limit + 1)).catch((error: unknown) => error);
    expect(long).toMatchObject({ message: "The message is longer than 4000 characters.", retryable: false });
    const slow = room.send("x");
    const id = room.state.pending[0]?.id;
    socket.say({ type: "error", code: "slow_mode", message: "Slow mode is on.", retryAfter: 5_000, id });
    await expect(slow).rejects.toMatchObject({ retryAfter: 5_000, retryable: true, message: "Slow mode is on." });
    expect(new RoomError("internal").retryable).toBe(true);
    expect(new RoomError("from_the_future").message).toContain("from_the_future");
  });

  it("that nobody listens to goes to the console", () => {
    const { error } = console;
    const said: unknown[] = [];
    console.error = (...parts) => said.push(...parts);
    try {
      const sockets: FakeSocket[] = [];
      class Socket extends FakeSocket {
        constructor(address: string, protocols: string[]) {
          super(address, protocols);
          sockets.push(this);
        }
      }
      const room = connect("wss://parley.test/ws/lobby", { WebSocket: Socket, start: false, onNameTaken: "wait" });
      room.start();
      sockets[0]?.open().say({ type: "error", code: "name_taken", message: "…" });
      expect(said).toMatchObject([{ code: "name_taken" }]);
      room.close();
    } finally {
      console.error = error;
    }
  });
});

it("a room that was entered and reset shows no error", () => {
  const { socket, told } = client();
  socket().open().say(welcome(), reset(), ready(0));
  expect(told("error")).toEqual([]);
});
