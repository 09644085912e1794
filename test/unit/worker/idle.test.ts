import fc from "fast-check";
import { expect, test } from "vitest";
import { COUNTED } from "../../../bench/month/counts.ts";
import { Random } from "../../reliability/random.ts";
import { IdleRoom } from "../../support/idle-room.ts";

const HOUR_MS = 60 * 60 * 1_000;
/** The limit that P4.5 promises. */
const GONE_WITHIN_MS = 90_000;

/** Any seed works: totals over hours do not depend on the time of each ping. */
const SEED = 1;

/** A room that stays idle for `hours`, measured after its first hour. */
function idleHours(people: number, hours: number): IdleRoom {
  const room = new IdleRoom(people, new Random(SEED).next);
  room.clock.pass(HOUR_MS);
  room.wakeUps = room.alarmsSet = room.pings = 0;
  room.clock.pass(hours * HOUR_MS);
  return room;
}

test("P4.5 an idle room of 50 wakes less than once a minute, by its alarm alone, despite 7,900 heartbeats an hour", () => {
  const room = idleHours(50, 10);
  expect(room.pings).toBeGreaterThan(75_000);
  expect(Math.round(room.wakeUps / 10)).toBe(COUNTED.looksAnHour);
  expect(room.alarmsSet).toBe(room.wakeUps);
  expect(room.closed).toEqual(new Map());
  // Only the alarm and the clients' own pings are pending: no timer keeps the object awake.
  expect(room.clock.pending).toBe(50 + 1);
});

test("P4.6 a room with a single user wakes once an hour", () => {
  expect(idleHours(1, 24).wakeUps).toBe(24 * COUNTED.looksAnHourAlone);
});

test("P4.5 a silent socket is closed within 90 s of its last ping at any time, and no other socket is", () => {
  const deaths = fc.array(fc.record({ person: fc.nat(9), at: fc.nat(10 * 60_000) }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(deaths, fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (planned, random) => {
      const room = new IdleRoom(10, () => random.next().value ?? 0);
      const lastPing = new Map<string, number>();
      for (const { at, person } of planned) {
        const id = `s${person}`;
        room.clock.after(at, () => {
          if (!room.closed.has(id))
            lastPing.set(id, Math.min(room.lastPing.get(id) ?? 0, lastPing.get(id) ?? Infinity));
          room.silence(id);
        });
      }
      room.clock.pass(20 * 60_000);
      expect([...room.closed.keys()].sort()).toEqual([...lastPing.keys()].sort());
      for (const [id, closedAt] of room.closed) {
        expect(closedAt - (lastPing.get(id) ?? 0)).toBeLessThanOrEqual(GONE_WITHIN_MS);
      }
    }),
  );
});

test("P4.6 a lone dead socket is gone when somebody connects, and one that dies in company is closed within 90 s", () => {
  const room = idleHours(1, 1);
  room.silence("s0");
  room.clock.pass(10 * 60_000);
  expect(room.closed.size).toBe(0);
  room.enter("ada");
  expect([...room.closed.keys()]).toEqual(["s0"]);
  room.enter("ben");
  room.silence("ben");
  const lastPing = room.lastPing.get("ben") ?? 0;
  room.clock.pass(5 * 60_000);
  expect((room.closed.get("ben") ?? Number.POSITIVE_INFINITY) - lastPing).toBeLessThanOrEqual(GONE_WITHIN_MS);
  expect(room.closed.has("ada")).toBe(false);
});
