import { expect, test } from "vitest";
import { DEFAULT_LIMITS, MAX_MEMBERS, MAX_TYPING } from "../../../src/protocol/limits.ts";
import type { Effect } from "../../../src/room/model/effects.ts";
import type { LiveSession } from "../../../src/room/model/session.ts";
import { Room } from "../../../src/room/room.ts";
import { memoryStores } from "../../support/memory-stores.ts";

const live = (id: string, username = id): LiveSession => {
  return { id, dialect: "v1", state: "live", uid: id, username, role: "guest" };
};
const ids = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

function setUp(people: readonly LiveSession[]) {
  const room = new Room({ name: "test", limits: DEFAULT_LIMITS, ...memoryStores() }, people);
  const receive = (id: string, command: Parameters<Room["receive"]>[1]) => {
    return room.receive(id, command, { now: 1, newId: () => `new-${id}` });
  };
  const join = (id: string) => {
    room.joinNew({ id, dialect: "v1", state: "new", since: 0 });
    return receive(id, { type: "hello" });
  };
  return { room, receive, join };
}

/** Milliseconds for a test with 5,000 sockets, on a busy machine. */
const CROWD_MS = 60_000;

/** The signals that v1 sockets receive. */
function signals(effects: readonly Effect[]) {
  return effects.flatMap((effect) => (effect.type === "broadcast" && effect.v1 !== undefined ? [effect.v1] : []));
}

/** The welcome on the wire, in bytes of UTF-8. */
function welcomeBytes(effects: readonly Effect[]): number {
  const [welcome] = effects.flatMap((effect) => (effect.type === "reply" ? effect.objects : []));
  if (welcome?.type !== "welcome") throw new Error("no welcome");
  return new TextEncoder().encode(JSON.stringify(welcome)).length;
}

test(
  "P3.6 5,000 joins, or 5,000 leaves, are one signal to v1 sockets, without names",
  () => {
    const { room, join } = setUp([]);
    const said = ids(5_000).flatMap((id) => signals(join(id)));
    expect(said).toEqual([]);
    expect(signals(room.takeSignals())).toEqual([{ type: "presence", joined: [], left: [], count: 5_000 }]);
    expect(ids(5_000).flatMap((id) => signals(room.leave({ ...live(id), uid: `new-${id}` })))).toEqual([]);
    expect(signals(room.takeSignals())).toEqual([{ type: "presence", joined: [], left: [], count: 0 }]);
  },
  CROWD_MS,
);

test("P3.10 when a room is small enough for names again, everyone is listed once", () => {
  const many = ids(MAX_MEMBERS + 10).map((id) => live(id));
  const { room, join } = setUp(many);
  for (const session of many.slice(MAX_MEMBERS - 5)) room.leave(session);
  const [, reply] = join("late");
  expect(reply).toMatchObject({ objects: [{ type: "welcome", members: [], count: MAX_MEMBERS - 4 }, {}, {}] });
  const uids = [...ids(MAX_MEMBERS - 5), "new-late"];
  expect(signals(room.takeSignals())).toMatchObject([{ joined: uids.map((uid) => ({ uid })), left: [] }]);
  room.leave(live("s0"));
  expect(signals(room.takeSignals())).toMatchObject([{ joined: [], left: ["s0"] }]);
});

test("P3.4 the welcome to a room of 5,000 is below 2 kB, and to one of 200 with the longest names below 64 kB", () => {
  const { join } = setUp(ids(5_000).map((id) => live(id)));
  expect(welcomeBytes(join("one more"))).toBeLessThan(2_000);
  const longest = "𝔓".repeat(32);
  const named = setUp(ids(MAX_MEMBERS - 1).map((id) => live(id, longest)));
  const bytes = welcomeBytes(named.join("one more"));
  expect(bytes).toBeGreaterThan(MAX_MEMBERS * 32 * 4 - 1_000);
  expect(bytes).toBeLessThan(64_000);
});

test("P3.9 a user's typing is sent once per window, for at most 20 users", () => {
  const people = ids(500);
  const { room, receive } = setUp(people.map((id) => live(id)));
  for (let again = 0; again < 3; again += 1) {
    for (const id of people) expect(receive(id, { type: "typing" })).toEqual([]);
  }
  const told = signals(room.takeSignals());
  expect(told).toEqual(people.slice(0, MAX_TYPING).map((uid) => ({ type: "typing", uid })));
  expect(room.hasPendingTyping).toBe(false);
});

test("P3.9 a user who sent the message or left is not reported as typing", () => {
  const { room, receive } = setUp(ids(3).map((id) => live(id)));
  for (const id of ids(3)) receive(id, { type: "typing" });
  receive("s0", { type: "message", id: "1", message: "hello", extra: {} });
  room.leave(live("s1"));
  expect(signals(room.takeSignals())).toEqual([
    { type: "presence", joined: [], left: ["s1"], count: 2 },
    { type: "typing", uid: "s2" },
  ]);
});

test("P3.41 a user who stopped typing is reported once, whether or not the start was, unless they type again", () => {
  const { room, receive } = setUp(ids(3).map((id) => live(id)));
  const stop = (id: string) => receive(id, { type: "typing", ended: true });
  expect(stop("s0")).toEqual([]);
  receive("s1", { type: "typing" });
  stop("s1");
  stop("s2");
  receive("s2", { type: "typing" });
  expect(room.hasDueSignals).toBe(true);
  expect(signals(room.takeSignals())).toEqual([
    { type: "typingEnded", uid: "s0" },
    { type: "typingEnded", uid: "s1" },
    { type: "typing", uid: "s2" },
  ]);
  receive("s2", { type: "typing" });
  expect(room.hasDueSignals).toBe(false);
});
