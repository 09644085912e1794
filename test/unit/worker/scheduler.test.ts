import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { Room } from "../../../src/room/room.ts";
import { Scheduler } from "../../../src/worker/object/scheduler.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { memoryStores } from "../../support/memory-stores.ts";

/** A room with its scheduler, and the signals that v1 sockets receive. */
function setUp(people: readonly string[]) {
  const clock = new FakeClock();
  const told: object[] = [];
  const room = new Room(
    { name: "test", limits: DEFAULT_LIMITS, ...memoryStores() },
    people.map((id) => ({ id, dialect: "v1", state: "live", uid: id, username: id, role: "guest" })),
  );
  const schedule: Scheduler = new Scheduler({
    room: () => room,
    settle: (decide) => {
      for (const effect of decide(room))
        if (effect.type === "broadcast" && effect.v1 !== undefined) told.push(effect.v1);
      schedule.update(room);
    },
    lastPing: () => undefined,
    jobs: { run: async () => {}, setAlarm: async () => {} },
    now: () => clock.now(),
    after: (ms, run) => clock.after(ms, run),
  });
  const types = (id: string) => {
    room.receive(id, { type: "typing" }, { now: clock.now(), newId: () => id });
    schedule.update(room);
  };
  const leave = (id: string) => {
    room.leave({ id, dialect: "v1", state: "live", uid: id, username: id, role: "guest" });
    schedule.update(room);
  };
  return { clock, leave, room, schedule, told, types };
}

test("P3.9 typing is sent at once, then with the first turn after half a second; no timer waits for it", () => {
  const { clock, room, schedule, told, types } = setUp(["ada", "ben", "cyd"]);
  types("ada");
  expect(told.splice(0)).toEqual([{ type: "typing", uid: "ada" }]);
  types("ben");
  types("ada");
  types("ben");
  clock.pass(499);
  schedule.update(room);
  expect(told).toEqual([]);
  expect(clock.pending).toBe(0);
  clock.pass(1);
  types("cyd");
  expect(told).toEqual(["ben", "ada", "cyd"].map((uid) => ({ type: "typing", uid })));
});

test("P3.6, P3.9 while a departure is being batched, typing waits with it", () => {
  const { clock, leave, told, types } = setUp(["ada", "ben"]);
  leave("ben");
  types("ada");
  expect(told).toEqual([]);
  clock.pass(500);
  expect(told).toMatchObject([{ type: "presence", left: ["ben"] }, { type: "typing" }]);
  expect(clock.pending).toBe(0);
});
