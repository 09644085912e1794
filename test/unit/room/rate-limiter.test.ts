import { describe, expect, test } from "vitest";
import type { Command } from "../../../src/protocol/commands.ts";
import { RateLimiter } from "../../../src/room/limits/rate-limiter.ts";
import type { Session } from "../../../src/room/people/session.ts";

const START = 1_700_000_000_000;
const MESSAGE: Command = { type: "message", message: "hello", extra: {} };

/** A socket of somebody, by default of a person and an address of its own. */
function socket(id: string, { from = `from ${id}`, uid = `uid ${id}` } = {}): Session {
  return { id, dialect: "plain", uid, username: uid, role: "guest", from };
}

/** How often each outcome came, where sockets send frames in turn. */
function send(limit: RateLimiter, sockets: readonly Session[], times: number, now: number, command?: Command) {
  const counts = { take: 0, refuse: 0, close: 0 };
  for (let i = 0; i < times; i += 1) {
    for (const one of sockets) counts[limit.judge(one, command, now).outcome] += 1;
  }
  return counts;
}

describe("P5.1 frames of a socket", () => {
  test("two seconds' worth may come at once, and one more waits for its token", () => {
    const limit = new RateLimiter({ framesPerSecond: 50 });
    const a = socket("a");
    expect(send(limit, [a], 100, START)).toEqual({ take: 100, refuse: 0, close: 0 });
    expect(limit.judge(a, undefined, START)).toEqual({ outcome: "refuse", retryAfter: 20 });
    expect(limit.judge(a, undefined, START + 19).outcome).toBe("refuse");
    expect(limit.judge(a, undefined, START + 20).outcome).toBe("take");
  });

  test("one socket's flood takes nothing from another, also behind the same address", () => {
    const limit = new RateLimiter({ framesPerSecond: 50 });
    send(limit, [socket("loud", { from: "school" })], 1_000, START);
    expect(send(limit, [socket("calm", { from: "school" })], 100, START).take).toBe(100);
  });

  test("who goes on for a hundred bursts is closed, and who rests is forgiven", () => {
    const limit = new RateLimiter({ framesPerSecond: 1 });
    const [a, b] = [socket("a"), socket("b")];
    expect(send(limit, [a], 202, START)).toEqual({ take: 2, refuse: 200, close: 0 });
    expect(limit.judge(a, undefined, START).outcome).toBe("close");
    send(limit, [b], 202, START);
    expect(send(limit, [b], 3, START + 2_000)).toEqual({ take: 2, refuse: 1, close: 0 });
  });

  test("one that has not said hello is limited like any other", () => {
    const limit = new RateLimiter({ framesPerSecond: 1 });
    const newcomer: Session = { id: "a", dialect: "v1", state: "new", since: START };
    expect(send(limit, [newcomer], 3, START)).toEqual({ take: 2, refuse: 1, close: 0 });
  });
});

describe("P5.2 frames of a person and of an address", () => {
  const sockets = (count: number, same: { from?: string; uid?: string }) =>
    Array.from({ length: count }, (_, index) => socket(`${same.uid ?? same.from} ${index}`, same));

  test("ten tabs of a person may send as much as two sockets, and each has its own where there are two", () => {
    const limit = new RateLimiter({ framesPerSecond: 50 });
    expect(send(limit, sockets(10, { uid: "ada" }), 100, START)).toEqual({ take: 200, refuse: 800, close: 0 });
    expect(send(limit, sockets(2, { uid: "ben" }), 100, START).take).toBe(200);
    expect(send(limit, sockets(10, { uid: "ada" }), 100, START + 1_000).take).toBe(100);
  });

  test("a hundred people behind one address may send as much as ten sockets, and another address has its own", () => {
    const limit = new RateLimiter({ framesPerSecond: 50 });
    expect(send(limit, sockets(100, { from: "school" }), 20, START).take).toBe(1_000);
    expect(send(limit, sockets(100, { from: "office" }), 10, START).take).toBe(1_000);
  });

  test("what is refused takes a token from nobody", () => {
    const limit = new RateLimiter({ framesPerSecond: 1 });
    const tabs = sockets(3, { uid: "ada" });
    const [first, second, third] = tabs;
    if (first === undefined || second === undefined || third === undefined) throw new RangeError();
    send(limit, [first, second], 2, START);
    expect(limit.judge(third, undefined, START)).toEqual({ outcome: "refuse", retryAfter: 500 });
    expect(send(limit, [third], 2, START + 1_000).take).toBe(2);
  });

  test("sockets that each keep to the limit are closed where their person floods for a hundred bursts", () => {
    const limit = new RateLimiter({ framesPerSecond: 1 });
    const tabs = sockets(500, { uid: "ada" });
    expect(send(limit, tabs, 1, START)).toEqual({ take: 4, refuse: 400, close: 96 });
  });
});

describe("a sender in a rush", () => {
  test("can wait after a tenth of its burst, in one socket or in all of a person's, and no longer when it rested", () => {
    const limit = new RateLimiter({ framesPerSecond: 50 });
    const canWait = (one: Session, now: number) => limit.judge(one, undefined, now);
    const a = socket("a");
    send(limit, [a], 10, START);
    expect(canWait(a, START)).toEqual({ outcome: "take", canWait: true });
    expect(canWait(a, START + 1_000)).toEqual({ outcome: "take", canWait: false });
    const tabs = Array.from({ length: 10 }, (_, index) => socket(`tab ${index}`, { uid: "ada" }));
    send(limit, tabs, 2, START);
    for (const tab of tabs) expect(canWait(tab, START)).toEqual({ outcome: "take", canWait: true });
  });

  test("has no company behind its address that would have to wait as well", () => {
    const limit = new RateLimiter({ framesPerSecond: 50 });
    const crowd = Array.from({ length: 100 }, (_, index) => socket(`s${index}`, { from: "school" }));
    send(limit, crowd, 8, START);
    for (const one of crowd) expect(limit.judge(one, undefined, START)).toEqual({ outcome: "take", canWait: false });
  });
});

describe("P5.2 events of a person", () => {
  test("what is stored has a limit of its own where the owner sets one, and what is not has none", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 2 });
    const a = socket("a");
    expect(send(limit, [a], 20, START, MESSAGE)).toEqual({ take: 10, refuse: 10, close: 0 });
    expect(limit.judge(a, MESSAGE, START)).toEqual({ outcome: "refuse", retryAfter: 500 });
    expect(send(limit, [a], 20, START, { type: "typing" }).take).toBe(20);
    expect(limit.judge(a, MESSAGE, START + 500).outcome).toBe("take");
  });

  test("where the owner sets none, 50 a second are stored of one socket", () => {
    const limit = new RateLimiter({ framesPerSecond: 50 });
    const a = socket("a");
    send(limit, [a], 100, START, MESSAGE);
    for (let second = 1; second <= 10; second += 1) {
      expect(send(limit, [a], 50, START + second * 1_000, MESSAGE).take).toBe(50);
    }
  });

  test("many names behind one address have the events of ten people", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 2 });
    const crowd = Array.from({ length: 50 }, (_, index) => socket(`s${index}`, { from: "one" }));
    expect(send(limit, crowd, 10, START, MESSAGE).take).toBe(100);
  });
});
