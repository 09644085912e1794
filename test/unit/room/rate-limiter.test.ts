import { describe, expect, test } from "vitest";
import type { Command } from "../../../src/protocol/commands.ts";
import { announce, DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { RateLimiter } from "../../../src/room/limits/rate-limiter.ts";
import type { Session } from "../../../src/room/model/session.ts";

const START = 1_700_000_000_000;
const MESSAGE: Command = { type: "message", message: "hello", extra: {} };

/** A user's socket, by default with its own user and address. */
function socket(id: string, { from = `from ${id}`, uid = `uid ${id}` } = {}): Session {
  return { id, dialect: "plain", uid, username: uid, role: "guest", from };
}

/** Counts the results if sockets take turns sending frames. */
function send(limit: RateLimiter, sockets: readonly Session[], times: number, now: number, command?: Command) {
  const counts = { take: 0, refuse: 0, close: 0 };
  for (let i = 0; i < times; i += 1) {
    for (const one of sockets) counts[limit.judge(one, command, now).outcome] += 1;
  }
  return counts;
}

describe("P5.1 frames per socket", () => {
  test("a burst of two seconds' worth is accepted, and the next frame waits for its token", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 1_000 });
    const a = socket("a");
    expect(send(limit, [a], 100, START)).toEqual({ take: 100, refuse: 0, close: 0 });
    expect(limit.judge(a, undefined, START)).toEqual({ outcome: "refuse", retryAfter: 20 });
    expect(limit.judge(a, undefined, START + 19).outcome).toBe("refuse");
    expect(limit.judge(a, undefined, START + 20).outcome).toBe("take");
  });

  test("one socket's flood costs other sockets nothing, even from the same address", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 1_000 });
    send(limit, [socket("loud", { from: "school" })], 1_000, START);
    expect(send(limit, [socket("calm", { from: "school" })], 100, START).take).toBe(100);
  });

  test("a socket that keeps flooding for a hundred bursts is closed; one that rests is forgiven", () => {
    const limit = new RateLimiter({ framesPerSecond: 1, eventsPerSecond: 1_000 });
    const [a, b] = [socket("a"), socket("b")];
    expect(send(limit, [a], 202, START)).toEqual({ take: 2, refuse: 200, close: 0 });
    expect(limit.judge(a, undefined, START).outcome).toBe("close");
    send(limit, [b], 202, START);
    expect(send(limit, [b], 3, START + 2_000)).toEqual({ take: 2, refuse: 1, close: 0 });
  });

  test("a socket that has not sent hello is limited like any other", () => {
    const limit = new RateLimiter({ framesPerSecond: 1, eventsPerSecond: 1_000 });
    const newcomer: Session = { id: "a", dialect: "v1", state: "new", since: START };
    expect(send(limit, [newcomer], 3, START)).toEqual({ take: 2, refuse: 1, close: 0 });
  });
});

describe("a client that slows down", () => {
  const limits = { ...DEFAULT_LIMITS, framesPerSecond: 10, eventsPerSecond: 2 };
  const a = socket("a");

  test("P4.11 finds the bursts of the limiter in its welcome", () => {
    const { burst = 0, eventBurst = 0 } = announce(limits);
    expect(send(new RateLimiter(limits), [a], burst + 1, START)).toMatchObject({ take: burst, refuse: 1 });
    expect(send(new RateLimiter(limits), [a], eventBurst + 1, START, MESSAGE)).toMatchObject({ take: eventBurst });
  });

  test("P4.11 waits once for retryAfter, goes on at the announced rate, and is never rejected again", () => {
    const { events = 0, eventBurst = 0 } = announce(limits);
    const limiter = new RateLimiter(limits);
    send(limiter, [a], eventBurst, START, MESSAGE);
    const refused = limiter.judge(a, MESSAGE, START);
    if (refused.outcome !== "refuse") throw new Error(refused.outcome);
    let now = START + refused.retryAfter;
    for (let sent = 0; sent < 100; sent += 1) {
      expect(limiter.judge(a, MESSAGE, now).outcome).toBe("take");
      now += 1_000 / events;
    }
  });

  test("P4.11 rests for as long as the whole burst takes, and its rejections are forgotten", () => {
    const limiter = new RateLimiter({ ...limits, framesPerSecond: 1 });
    expect(send(limiter, [a], 202, START)).toEqual({ take: 2, refuse: 200, close: 0 });
    expect(send(limiter, [a], 202, START + 2_000)).toEqual({ take: 2, refuse: 200, close: 0 });
    expect(limiter.judge(a, undefined, START + 3_000).outcome).toBe("take");
    expect(limiter.judge(a, undefined, START + 3_000).outcome).toBe("close");
  });
});

test("P15.5 a bot's address doesn't count: not for the bot, and the bot not for its address", () => {
  const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 1 });
  const people = Array.from({ length: 20 }, (_, index) => socket(`${index}`, { from: "office" }));
  // Ten shares of five events each are all that an address has.
  expect(send(limit, people, 5, START, MESSAGE).take).toBe(50);
  const bot = socket("bot", { from: "office", uid: "bot-1" });
  expect(send(limit, [bot], 31, START, MESSAGE)).toEqual({ take: 30, refuse: 1, close: 0 });
  const other = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 1 });
  const bots = Array.from({ length: 4 }, (_, index) => socket(`bot ${index}`, { from: "office", uid: `bot-${index}` }));
  send(other, bots, 30, START, MESSAGE);
  expect(send(other, people, 5, START, MESSAGE).take).toBe(50);
});

describe("P5.2 frames per user and address", () => {
  const sockets = (count: number, same: { from?: string; uid?: string }) =>
    Array.from({ length: count }, (_, index) => socket(`${same.uid ?? same.from} ${index}`, same));

  test("a user's ten tabs may send as much as two sockets, and two tabs each have their own allowance", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 1_000 });
    expect(send(limit, sockets(10, { uid: "ada" }), 100, START)).toEqual({ take: 200, refuse: 800, close: 0 });
    expect(send(limit, sockets(2, { uid: "ben" }), 100, START).take).toBe(200);
    expect(send(limit, sockets(10, { uid: "ada" }), 100, START + 1_000).take).toBe(100);
  });

  test("a hundred users at one address may send as much as ten sockets, independently of other addresses", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 1_000 });
    expect(send(limit, sockets(100, { from: "school" }), 20, START).take).toBe(1_000);
    expect(send(limit, sockets(100, { from: "office" }), 10, START).take).toBe(1_000);
  });

  test("a rejected frame uses up nobody's tokens", () => {
    const limit = new RateLimiter({ framesPerSecond: 1, eventsPerSecond: 1_000 });
    const tabs = sockets(3, { uid: "ada" });
    const [first, second, third] = tabs;
    if (first === undefined || second === undefined || third === undefined) throw new RangeError();
    send(limit, [first, second], 2, START);
    expect(limit.judge(third, undefined, START)).toEqual({ outcome: "refuse", retryAfter: 500 });
    expect(send(limit, [third], 2, START + 1_000).take).toBe(2);
  });

  test("sockets within their own limit are closed if their user floods for a hundred bursts", () => {
    const limit = new RateLimiter({ framesPerSecond: 1, eventsPerSecond: 1_000 });
    const tabs = sockets(500, { uid: "ada" });
    expect(send(limit, tabs, 1, START)).toEqual({ take: 4, refuse: 400, close: 96 });
  });
});

describe("a sender in a hurry", () => {
  test("must slow down after a tenth of its burst, in one socket or all of a user's, until it rests", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 1_000 });
    const canWait = (one: Session, now: number) => limit.judge(one, undefined, now);
    const a = socket("a");
    send(limit, [a], 10, START);
    expect(canWait(a, START)).toEqual({ outcome: "take", canWait: true });
    expect(canWait(a, START + 1_000)).toEqual({ outcome: "take", canWait: false });
    const tabs = Array.from({ length: 10 }, (_, index) => socket(`tab ${index}`, { uid: "ada" }));
    send(limit, tabs, 2, START);
    for (const tab of tabs) expect(canWait(tab, START)).toEqual({ outcome: "take", canWait: true });
  });

  test("is judged alone, not with others at its address", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 1_000 });
    const crowd = Array.from({ length: 100 }, (_, index) => socket(`s${index}`, { from: "school" }));
    send(limit, crowd, 8, START);
    for (const one of crowd) expect(limit.judge(one, undefined, START)).toEqual({ outcome: "take", canWait: false });
  });
});

describe("P5.2 events per user", () => {
  test("stored events have their own limit if the owner sets one; other frames have none", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 2 });
    const a = socket("a");
    expect(send(limit, [a], 20, START, MESSAGE)).toEqual({ take: 10, refuse: 10, close: 0 });
    expect(limit.judge(a, MESSAGE, START)).toEqual({ outcome: "refuse", retryAfter: 500 });
    expect(send(limit, [a], 20, START, { type: "typing" }).take).toBe(20);
    expect(limit.judge(a, MESSAGE, START + 500).outcome).toBe("take");
  });

  test("without an owner's limit, one socket may store 50 events a second", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 1_000 });
    const a = socket("a");
    send(limit, [a], 100, START, MESSAGE);
    for (let second = 1; second <= 10; second += 1) {
      expect(send(limit, [a], 50, START + second * 1_000, MESSAGE).take).toBe(50);
    }
  });

  test("many users at one address may store the events of ten users", () => {
    const limit = new RateLimiter({ framesPerSecond: 50, eventsPerSecond: 2 });
    const crowd = Array.from({ length: 50 }, (_, index) => socket(`s${index}`, { from: "one" }));
    expect(send(limit, crowd, 10, START, MESSAGE).take).toBe(100);
  });
});
