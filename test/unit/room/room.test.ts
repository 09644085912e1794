import { describe, expect, test } from "vitest";
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import { DEFAULT_LIMITS, HELLO_WITHIN_MS, MAX_MEMBERS, SILENT_AFTER_MS } from "../../../src/protocol/limits.ts";
import { PUBLIC_VIEWER } from "../../../src/room/log/visibility.ts";
import type { RoomCommand } from "../../../src/room/model/context.ts";
import type { Effect } from "../../../src/room/model/effects.ts";
import type { LiveSession, NewSession, PlainSession } from "../../../src/room/model/session.ts";
import { Room } from "../../../src/room/room.ts";
import { memoryStores } from "../../support/memory-stores.ts";

const plainSession = (id: string): PlainSession => ({
  id,
  dialect: "plain",
  uid: `uid${id}`,
  username: `guest-${id}`,
  role: "guest",
});
const newSession = (id: string, since = 0): NewSession => ({ id, dialect: "v1", state: "new", since });
const say = (message: string, fields: { username?: string; id?: string } = {}): RoomCommand => ({
  type: "message",
  message,
  extra: {},
  ...fields,
});

/** A room with a fixed clock and sequential ids. */
function setUp(limits = DEFAULT_LIMITS) {
  const stores = memoryStores();
  const { log } = stores;
  const room = new Room({ name: "test", limits, ...stores });
  let count = 0;
  const receive = (id: string, command: RoomCommand) => {
    count += 1;
    const effects = room.receive(id, command, { now: count, newId: () => `new${count}` });
    room.prune();
    return effects;
  };
  const hello = (id: string) => {
    room.joinNew(newSession(id));
    return receive(id, { type: "hello", username: id });
  };
  return { log, room, receive, hello };
}

const types = (effects: Effect[]) => effects.map(({ type }) => type);

describe("storing", () => {
  test("P4.1 a message is in the event log before its broadcast effect is returned", () => {
    const { log, room, receive } = setUp();
    room.joinPlain(plainSession("a"), 0);
    const [effect] = receive("a", say("hello"));
    expect(effect).toEqual({ type: "broadcast", plain: log.message(1)?.message, v1: log.message(1)?.message });
  });

  test("P4.1 if the event log throws, the room is unchanged", () => {
    const { log, room, receive } = setUp();
    room.joinPlain(plainSession("a"), 0);
    log.append = () => {
      throw new Error("disk full");
    };
    expect(() => receive("a", say("hello", { username: "Eve" }))).toThrow("disk full");
    expect(room.leave(plainSession("a"))).toEqual([
      { type: "broadcast", plain: { type: "system", message: "guest-a disconnected" } },
    ]);
    expect(log.head()).toBe(0);
  });

  test("a frame from a socket that left has no effect", () => {
    const { log, room, receive } = setUp();
    room.joinPlain(plainSession("a"), 0);
    room.leave(plainSession("a"));
    expect(receive("a", say("hello"))).toEqual([]);
    expect(log.head()).toBe(0);
  });

  test("P5 a limit on kept events prunes the oldest tenth at a time", () => {
    const { log, room, receive } = setUp({ ...DEFAULT_LIMITS, keptEvents: 100 });
    room.joinPlain(plainSession("a"), 0);
    for (let count = 1; count <= 110; count += 1) receive("a", say("hello"));
    expect(log.oldest()).toBe(1);
    receive("a", say("hello"));
    expect(log.oldest()).toBe(12);
    expect(log.page({ limit: 1_000 }, PUBLIC_VIEWER)).toHaveLength(100);
  });

  test("P5 a turn prunes at most 1,000 events, and a room catches up with a lowered limit", () => {
    const { log } = setUp();
    for (let seq = 1; seq <= 5_000; seq += 1) {
      const message = {
        type: "message",
        seq,
        at: 1,
        uid: "ada",
        id: `${seq}`,
        username: "Ada",
        message: "hello",
      } as const;
      log.append(message, 1);
    }
    const room = new Room({
      name: "test",
      limits: { ...DEFAULT_LIMITS, keptEvents: 100 },
      ...memoryStores(),
      log,
    });
    const oldest = Array.from({ length: 6 }, () => {
      room.prune();
      return log.oldest();
    });
    expect(oldest).toEqual([1_001, 2_001, 3_001, 4_001, 4_901, 4_901]);
  });
});

describe("names", () => {
  test("P2.1 the address, if the session has one, replaces the name", () => {
    const { room } = setUp();
    const effects = room.joinPlain({ ...plainSession("a"), address: "203.0.113.7" }, 0);
    expect(effects).toContainEqual({ type: "broadcast", plain: { type: "system", message: "203.0.113.7 connected" } });
  });

  test("P2.1 a changed name is persisted, an unchanged one is not", () => {
    const { room, receive } = setUp();
    room.joinPlain(plainSession("a"), 0);
    const named = receive("a", say("one", { username: "Ada" }));
    expect(named).toContainEqual({ type: "persist-session", session: { ...plainSession("a"), username: "Ada" } });
    expect(types(receive("a", say("two", { username: "Ada" })))).toEqual(["broadcast"]);
  });

  test("P3.3 a rename applies to all sockets of the user", () => {
    const { room, receive, hello } = setUp();
    const [, reply] = hello("a");
    const token = reply?.type === "reply" && reply.objects[0]?.type === "welcome" ? reply.objects[0].token : "";
    room.joinNew(newSession("b"));
    receive("b", { type: "hello", username: "a", token });
    receive("a", { type: "rename", id: "1", username: "Ada" });
    receive("b", say("from the other tab", { id: "2" }));
    expect(room.takeSignals()).toMatchObject([{ v1: { joined: [{ username: "Ada" }], count: 1 } }]);
  });
});

describe("timeouts", () => {
  test("P3.1 a socket that sends no hello in time is closed with 4001", () => {
    const { room, hello } = setUp();
    room.joinNew(newSession("late", 1_000));
    hello("live");
    expect(room.timeouts.helloDue()).toBe(1_000 + HELLO_WITHIN_MS);
    expect(room.timeouts.dropLate(1_000 + HELLO_WITHIN_MS - 1)).toEqual([]);
    const closed = room.timeouts.dropLate(1_000 + HELLO_WITHIN_MS);
    expect(closed).toEqual([{ type: "close", session: newSession("late", 1_000), code: 4001 }]);
    expect(room.timeouts.helloDue()).toBeUndefined();
  });

  test("P8.20 an expired token is rejected, and the socket stays open", () => {
    const { room, hello } = setUp();
    const [, reply] = hello("a");
    const welcome = reply?.type === "reply" ? reply.objects[0] : undefined;
    if (welcome?.type !== "welcome") throw new Error("no welcome");
    const { token } = welcome;
    const later = (now: number) => {
      room.joinNew(newSession("b"));
      return room.receive("b", { type: "hello", token }, { now, newId: () => "x" });
    };
    const DAY_MS = 24 * 60 * 60 * 1_000;
    expect(later(89 * DAY_MS)[1]).toMatchObject({ objects: [{ type: "welcome", uid: welcome.uid }, {}, {}] });
    expect(later(91 * DAY_MS)).toMatchObject([
      { type: "persist-session" },
      { objects: [{ type: "error", code: "bad_token" }] },
    ]);
  });

  test("P4.5 a socket that stops pinging is closed with 4002; one that never pinged is not", () => {
    const { room, hello } = setUp();
    hello("pings");
    hello("never");
    const lastPing = (id: string) => (id === "pings" ? 5_000 : undefined);
    expect(room.timeouts.dropSilent(5_000 + SILENT_AFTER_MS - 1, lastPing)).toEqual([]);
    const closed = room.timeouts.dropSilent(5_000 + SILENT_AFTER_MS, lastPing);
    expect(closed).toMatchObject([{ type: "close", code: 4002, session: { id: "pings" } }, { type: "broadcast" }]);
    expect(room.people).toBe(1);
  });

  test("P3.8 a lagging socket is closed with 4008, once", () => {
    const { room, hello } = setUp();
    hello("a");
    expect(room.drop("a", CLOSE.lagging)).toMatchObject([{ type: "close", code: 4008 }, { type: "broadcast" }]);
    expect(room.drop("a", CLOSE.lagging)).toEqual([]);
  });
});

describe("presence", () => {
  const live = (id: string): LiveSession => ({
    id,
    dialect: "v1",
    state: "live",
    uid: id,
    username: id,
    role: "guest",
  });

  test("P3.6 above 200 users only the count is sent", () => {
    const many = Array.from({ length: MAX_MEMBERS }, (_, index) => live(`s${index}`));
    const room = new Room({ name: "test", limits: DEFAULT_LIMITS, ...memoryStores() }, many);
    room.joinNew(newSession("one-more"));
    const effects = room.receive("one-more", { type: "hello" }, { now: 1, newId: () => "x" });
    expect(effects[1]).toMatchObject({ objects: [{ type: "welcome", members: [], count: MAX_MEMBERS + 1 }, {}, {}] });
    expect(room.takeSignals()).toEqual([
      { type: "broadcast", v1: { type: "presence", joined: [], left: [], count: MAX_MEMBERS + 1 } },
    ]);
  });

  test("P3.6 an announced user who leaves, returns and leaves within one batch is announced as gone", () => {
    const { room, hello } = setUp();
    const [, reply] = hello("a");
    const welcome = reply?.type === "reply" ? reply.objects[0] : undefined;
    if (welcome?.type !== "welcome") throw new Error("no welcome");
    room.takeSignals();
    const { token, uid } = welcome;
    const session = { ...live("a"), uid };
    room.leave(session);
    room.joinNew(newSession("b"));
    room.receive("b", { type: "hello", token }, { now: 2, newId: () => "x" });
    room.leave({ ...session, id: "b" });
    expect(room.takeSignals()).toMatchObject([{ v1: { joined: [], left: [uid], count: 0 } }]);
    expect(room.takeSignals()).toEqual([]);
  });
});
