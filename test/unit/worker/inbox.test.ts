import { expect, test } from "vitest";
import type { Received } from "../../../src/room/model/context.ts";
import { Inbox } from "../../../src/worker/object/inbox.ts";

const MIB = 1024 * 1024;

/** An inbox whose flush is never over, so that everything after the first command waits. */
function setUp() {
  const flushed: Received[] = [];
  const state = { unsent: 0, done: () => {} };
  const timers: (() => void)[] = [];
  const inbox = new Inbox({
    capacity: 512 * 1024,
    personOf: (id) => id.slice(0, 3),
    unsentBytes: () => state.unsent,
    now: () => 0,
    after: (_, run) => timers.push(run),
    flush: (items, done) => {
      flushed.push(...items);
      state.done = done;
    },
  });
  const add = (from: string, length: number) =>
    inbox.add({ from, read: { ok: true, value: { type: "typing" } } }, length);
  add("zoe", 1);
  /** Adds until there is no room, and returns how much that was. */
  const fill = (from: string, length = 10_000) => {
    let count = 0;
    for (; inbox.hasRoom(from, length) && count < 100_000; count += 1) add(from, length);
    return count;
  };
  const next = () => {
    state.done();
    for (const run of timers.splice(0)) run();
  };
  return { fill, flushed, inbox, next, state };
}

test("P4.9 what waits is bounded, however short the commands are", () => {
  for (const length of [1, 100, 16_000]) {
    const count = setUp().fill("ada", length);
    expect(count).toBeGreaterThan(100);
    expect(count * (1_000 + 2 * length)).toBeLessThanOrEqual(24 * MIB + 1_000 + 2 * length);
  }
});

test("P4.9 one loud person leaves half of the room to others, from however many sockets, and each of them finds some", () => {
  const { fill } = setUp();
  const loud = fill("ada1") + fill("ada2");
  const ben = fill("ben");
  const cleo = fill("cleo");
  expect(ben).toBeGreaterThan(loud / 3);
  expect(cleo).toBeGreaterThan(loud / 6);
  expect((loud + ben + cleo) * 21_000).toBeLessThan(48 * MIB);
});

test("P4.9 copies that readers have not taken leave less room", () => {
  const { inbox, fill, state } = setUp();
  state.unsent = 40 * MIB;
  expect(fill("ada") * 21_000).toBeLessThan(4 * MIB + 21_000);
  state.unsent = 48 * MIB;
  expect(inbox.hasRoom("ben", 1)).toBe(false);
});

test("P4.9 there is room again as soon as commands are worked off", () => {
  const { fill, flushed, inbox, next } = setUp();
  const before = fill("ada");
  next();
  const during = flushed.length - 1;
  expect(during).toBeGreaterThan(10);
  expect(fill("ada")).toBeGreaterThanOrEqual(Math.floor(during / 2));
  inbox.drain();
  expect(fill("ada")).toBe(before);
});
