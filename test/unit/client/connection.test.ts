import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoff } from "../../../src/client/backoff.ts";
import { client, message, ready, reset, welcome } from "./harness.ts";

describe("entering", () => {
  it("P1.3 P3.1 offers the v1 subprotocol, and sends hello first", () => {
    const { socket } = client({ username: "Ada", token: "token-0" });
    expect(socket()).toMatchObject({ url: "wss://parley.test/ws/lobby", protocols: ["parley.v1"] });
    expect(socket().open().sent).toEqual([
      { type: "hello", v: 1, binary: true, compact: true, username: "Ada", token: "token-0" },
    ]);
  });

  it.each([
    ["https://parley.test/ws/lobby", "wss://parley.test/ws/lobby", "lobby"],
    ["http://localhost:8787/ws", "ws://localhost:8787/ws/lobby", "lobby"],
    ["wss://parley.test/chat/ws/Tea-Room?x=1", "wss://parley.test/chat/ws/tea-room", "tea-room"],
  ])("P1.1 %s is the room at %s", (url, address, name) => {
    const { room, socket } = client({}, url);
    expect(socket().url).toBe(address);
    expect(room.state.room).toBe(name);
  });

  it.each(["wss://parley.test/r/lobby", "wss://parley.test/ws/-a", "ftp://parley.test/ws/lobby", "lobby"])(
    "P1.1 %s is not a room URL",
    (url) => {
      expect(() => client({}, url)).toThrow(TypeError);
    },
  );

  it("P5 rejects a name that the server would reject", () => {
    expect(() => client({ username: " " })).toThrow(expect.objectContaining({ code: "bad_username" }));
  });

  it("P3.4 is connected after ready, not after open or welcome", () => {
    const { room, socket, told } = client();
    expect(room.state.status).toEqual({ state: "connecting" });
    socket()
      .open()
      .say(welcome({ head: 1 }));
    socket().say(reset([message(1)]));
    expect(room.state.status).toEqual({ state: "connecting" });
    expect(room.state.self).toEqual({ uid: "uid-me", username: "me", role: "guest" });
    socket().say(ready(1));
    expect(told("status")).toEqual([{ state: "online" }]);
  });

  it("P3.4 reconnects with the name and the token of the welcome", () => {
    const { clock, enter, socket } = client({ username: "Ada", token: "token-0" });
    enter(0).drop();
    clock.pass(500);
    expect(socket().open().hello).toMatchObject({ username: "me", token: "token-1" });
  });
});

describe("losing the connection", () => {
  it("waits a random time before a retry, from nothing to a bound that doubles from 1 s to 30 s", () => {
    const bounds = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
    fc.assert(
      fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, chance) => {
        const wait = backoff(failures, () => chance);
        expect(wait).toBeCloseTo(chance * (bounds[failures] ?? 30_000));
      }),
    );
  });

  it("backs off, and starts over after 10 s of being connected", () => {
    const { clock, enter, sockets } = client();
    enter(0).drop();
    const retried = (wait: number) => {
      const count = sockets.length;
      clock.pass(wait - 1);
      expect(sockets).toHaveLength(count);
      clock.pass(1);
      expect(sockets).toHaveLength(count + 1);
    };
    // Half of one second, of two, of four.
    retried(500);
    sockets.at(-1)?.drop();
    retried(1_000);
    enter(0);
    clock.pass(9_999);
    sockets.at(-1)?.drop();
    retried(2_000);
    enter(0);
    clock.pass(10_000);
    sockets.at(-1)?.drop();
    retried(500);
  });

  /** The wait after a lost connection, of a client whose random number is a half. */
  function waitAfter(counts: { readonly count: number; readonly readers?: number }, ...close: [number, string?]) {
    const { clock, room, socket } = client();
    socket()
      .open()
      .say({ ...welcome({ head: 0 }), ...counts }, reset([]), ready(0));
    socket().drop(...close);
    const { status } = room.state;
    return status.state === "reconnecting" && status.nextAt - clock.now();
  }

  it("P4.12 people of a large room come back over 2 ms for each, readers included", () => {
    expect(waitAfter({ count: 400 }, 1006)).toBe(500);
    expect(waitAfter({ count: 5_000 }, 1006)).toBe(5_000);
    expect(waitAfter({ count: 1_000, readers: 4_000 }, 1006)).toBe(5_000);
  });

  it("P4.12 a number of sockets that the server closed together counts in place of the room's", () => {
    expect(waitAfter({ count: 3 }, 1012, "20000")).toBe(20_000);
    expect(waitAfter({ count: 5_000 }, 1012, "1")).toBe(500);
    expect(waitAfter({ count: 5_000 }, 1012, "come back")).toBe(5_000);
    expect(waitAfter({ count: 3 }, 1011, "20000")).toBe(500);
  });

  it.each(["Infinity", "1e300", "0x7fffffff"])(
    "P4.12 no number makes people wait longer than five minutes: %s",
    (reason) => {
      expect(waitAfter({ count: 3 }, 1012, reason)).toBe(150_000);
    },
  );

  it("P4.12 further waits are no shorter, until the connection has lasted", () => {
    const { clock, socket, sockets } = client();
    socket()
      .open()
      .say({ ...welcome({ head: 0 }), count: 5_000 }, reset([]), ready(0));
    for (const [wait, count] of [
      [5_000, 2],
      [5_000, 3],
      [5_000, 4],
      [5_000, 5],
      [8_000, 6],
    ] as const) {
      socket().drop();
      clock.pass(wait - 1);
      expect(sockets).toHaveLength(count - 1);
      clock.pass(1);
      expect(sockets).toHaveLength(count);
    }
  });

  it("gives up if the socket doesn't open within 10 s, or the welcome doesn't arrive within 30 s", () => {
    const { clock, room, socket, sockets } = client();
    clock.pass(9_999);
    expect(room.state.status.state).toBe("connecting");
    clock.pass(1);
    expect(room.state.status.state).toBe("reconnecting");
    expect(socket().state).toBe("closed");
    clock.pass(500);
    const second = socket().open();
    for (let passed = 0; passed < 29_000; passed += 1_000) {
      clock.pass(1_000);
      second.receive("pong");
    }
    expect(second.state).toBe("open");
    clock.pass(1_000);
    expect(second.state).toBe("closed");
    expect(sockets).toHaveLength(2);
  });

  it("ignores events of an abandoned socket", () => {
    const { comeBack, enter, room, seqs, socket } = client();
    const first = enter(1);
    first.drop();
    first.drop();
    const second = comeBack(1);
    first.say(message(2));
    first.open();
    first.drop(4400);
    expect(seqs()).toEqual([1]);
    expect(second.sent).toHaveLength(1);
    expect(socket()).toBe(second);
    expect(room.state.status.state).toBe("online");
  });

  it("survives a WebSocket constructor that throws", () => {
    const { clock, room } = client({
      WebSocket: class {
        constructor() {
          throw new Error("not here");
        }
        send() {}
        close() {}
        addEventListener() {}
      },
    });
    expect(room.state.status.state).toBe("reconnecting");
    clock.pass(60_000);
    expect(clock.pending).toBe(1);
    room.close();
    expect(clock.pending).toBe(0);
  });

  it("reconnects at once when woken, without resetting the backoff", () => {
    let wake = () => {};
    const { clock, enter, socket, sockets } = client({
      onWake: (run) => {
        wake = run;
        return () => {};
      },
    });
    enter(0).drop();
    wake();
    expect(sockets).toHaveLength(2);
    socket().drop();
    clock.pass(999);
    expect(sockets).toHaveLength(2);
    clock.pass(1);
    expect(sockets).toHaveLength(3);
    wake();
    expect(sockets).toHaveLength(3);
  });

  it("pings at once when woken while connected", () => {
    const { clock, enter, room } = client();
    const socket = enter(0);
    room.wake();
    expect(socket.pings).toBe(2);
    clock.pass(10_000);
    expect(room.state.status.state).toBe("reconnecting");
  });
});

describe("the heartbeat", () => {
  it.each([
    [0, 25_000],
    [0.999, 20_005],
  ])("P4.5 P4.10 pings at once, and with chance %d again after %d ms", (chance, ms) => {
    const { clock, enter } = client({ random: () => chance });
    const socket = enter(0);
    for (const count of [1, 2, 3]) {
      expect(socket.pings).toBe(count);
      socket.receive("pong");
      clock.pass(ms - 1);
      expect(socket.pings).toBe(count);
      clock.pass(1);
      expect(socket.pings).toBe(count + 1);
      socket.receive("pong");
    }
  });

  it("P4.5 P4.10 drops a socket without an answer within 10 s", () => {
    const { clock, enter, room } = client({ random: () => 0 });
    const socket = enter(0);
    clock.pass(25_000 + 9_999);
    expect(room.state.status.state).toBe("online");
    clock.pass(1);
    expect(room.state.status.state).toBe("reconnecting");
    expect(socket.state).toBe("closed");
  });

  it("P4.5 accepts any frame as an answer", () => {
    const { clock, enter, room } = client({ random: () => 0 });
    const socket = enter(0);
    clock.pass(25_000);
    socket.say(message(1));
    clock.pass(20_000);
    expect(room.state.status.state).toBe("online");
  });
});

describe("the end", () => {
  it.each([4400, 4401, 4403, 4499])("P6 doesn't reconnect after %i", async (code) => {
    const { clock, enter, room, sockets, told } = client();
    enter(0).drop(code, "no");
    expect(room.state.status).toEqual({ state: "failed", code, reason: "no" });
    expect(told("status").at(-1)).toEqual({ state: "failed", code, reason: "no" });
    room.wake();
    clock.pass(600_000);
    expect(sockets).toHaveLength(1);
    expect(clock.pending).toBe(0);
    await expect(room.send("x")).rejects.toMatchObject({ code: "closed" });
    expect(room.state.pending).toEqual([]);
  });

  it.each([1000, 1009, 1012, 4001, 4002, 4008, 4029, 4399, 4500])("P6 reconnects after %i", (code) => {
    const { clock, enter, sockets } = client();
    enter(0).drop(code);
    clock.pass(500);
    expect(sockets).toHaveLength(2);
  });

  it("close leaves no socket and no timer behind", () => {
    const { clock, enter, room, told } = client();
    const socket = enter(0);
    void room.send("x");
    socket.say({ type: "typing", uid: "uid-ada" });
    room.close();
    room.close();
    expect(socket.closedWith).toBe(1000);
    expect(clock.pending).toBe(0);
    expect(told("status").filter(({ state }) => state === "closed")).toHaveLength(1);
    expect(room.state.typing).toEqual([]);
  });

  it("an AbortSignal closes", async () => {
    const abort = new AbortController();
    const { clock, enter, room } = client({ signal: abort.signal });
    const socket = enter(0);
    const sent = room.send("x");
    abort.abort();
    expect(socket.state).toBe("closed");
    expect(room.state.status).toEqual({ state: "closed" });
    expect(clock.pending).toBe(0);
    await expect(sent).rejects.toMatchObject({ code: "closed" });
  });

  it("an AbortSignal that has already aborted creates no socket", () => {
    const { room, sockets } = client({ signal: AbortSignal.abort() });
    expect(sockets).toEqual([]);
    expect(room.state.status).toEqual({ state: "closed" });
  });
});
