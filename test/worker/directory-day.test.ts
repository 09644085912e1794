import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { type ListedRoom, MAX_LISTED_ROOMS, type RoomPage, type SeriesPoint } from "../../src/protocol/operator.ts";
import { roomOf } from "../../src/worker/object/room-stub.ts";
import "../support/rooms-of-day.ts";
import { operate } from "./operator-client.ts";
import { stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** By default, more than a page of the list. */
const ROOMS = inject("roomsOfDay") ?? MAX_LISTED_ROOMS + 20;
const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** Milliseconds after which the day hangs. Not a measure of speed: 1,000 rooms take half a minute on a quiet machine. */
const PATIENCE_MS = 10 * 60 * 1_000;

/** Objects that are busy at a time. */
const AT_ONCE = 50;

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Does something for each room, some at a time. */
async function forEach<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += AT_ONCE) {
    await Promise.all(items.slice(from, from + AT_ONCE).map(run));
  }
}

/** A room of the day: when it is used, and what it has had so far. */
interface SimulatedRoom {
  readonly name: string;
  /** Messages by the hour. */
  readonly plan: ReadonlyMap<number, number>;
  /** The hour in which somebody comes with a browser, and leaves. */
  readonly visit: number | undefined;
  /** When its report is due, in milliseconds since 1970. */
  due: number | undefined;
  /** When it last reported. */
  reportedAt: number | undefined;
}

/** Messages of a room by the hour, counted from the log itself. */
function countLog(room: string): Promise<ReadonlyMap<number, number>> {
  return runInDurableObject(stubOf(room), (_object, { storage }) => {
    const query = `SELECT at / ${HOUR_MS} AS hour, count(*) AS messages FROM messages GROUP BY hour`;
    const rows = storage.sql.exec<{ hour: number; messages: number }>(query).toArray();
    return new Map(rows.map(({ hour, messages }) => [hour, messages]));
  });
}

/** Posts a message as the site's moderator. */
async function say(room: string, id: string): Promise<void> {
  const requester = { type: "signedIn", identity: { uid: `m${"a".repeat(24)}`, role: "moderator" } } as const;
  const command = { type: "message", id, message: `hello ${id}`, extra: {} } as const;
  const posted = await roomOf(env, room).post({ command, requester });
  if (!("isNew" in posted)) throw new Error(`${room} refused: ${posted.code}`);
}

const messagesOf = (points: readonly SeriesPoint[]) => points.map(({ messages }) => messages);

test(
  "P18.5 the directory's numbers of a day of many rooms equal a count of their logs",
  async () => {
    const seed = 18;
    const random = randomOf(seed);
    // A day ahead, so that alarms are due when this test says so.
    const midnight = (Math.floor(Date.now() / DAY_MS) + 2) * DAY_MS;
    vi.useFakeTimers({ toFake: ["Date"], now: midnight });
    onTestFinished(() => void vi.useRealTimers());

    const rooms = Array.from({ length: ROOMS }, (_, index): SimulatedRoom => {
      const hours = Array.from({ length: 1 + Math.floor(random() * 2) }, () => Math.floor(random() * 24));
      return {
        name: `day-${index}`,
        plan: new Map(hours.map((hour) => [hour, 1 + Math.floor(random() * 3)])),
        visit: random() < 0.05 ? hours[0] : undefined,
        due: undefined,
        reportedAt: undefined,
      };
    });
    const report = async (room: SimulatedRoom) => {
      room.due = undefined;
      room.reportedAt = Date.now();
      await runDurableObjectAlarm(stubOf(room.name));
    };

    let reports = 0;
    for (let hour = 0; hour < 24; hour += 1) {
      const start = midnight + hour * HOUR_MS;
      vi.setSystemTime(start + 1_000);
      await forEach(
        rooms.filter(({ plan }) => plan.has(hour)),
        async (room) => {
          for (let n = 0; n < (room.plan.get(hour) ?? 0); n += 1) await say(room.name, `${hour}-${n}`);
          if (room.visit === hour) (await V1Socket.hello(room.name, { username: "Ada" })).close(1000);
          // Soon after the first event, and at most once an hour (P18.1).
          room.due ??= Math.max(start + 11_000, (room.reportedAt ?? 0) + HOUR_MS);
        },
      );
      // Reports of the hour, in the middle of it and at its end.
      for (const now of [start + 12_000, start + HOUR_MS - 1]) {
        vi.setSystemTime(now);
        const due = rooms.filter((room) => room.due !== undefined && room.due <= now);
        reports += due.length;
        await forEach(due, report);
      }
    }
    // The rest falls quiet.
    vi.setSystemTime(midnight + DAY_MS - 1);
    await forEach(
      rooms.filter(({ due }) => due !== undefined),
      async (room) => {
        await runInDurableObject(stubOf(room.name), (_object, { storage }) => {
          storage.sql.exec("UPDATE jobs SET due = 1 WHERE kind = 'directory.report'");
        });
        await report(room);
        reports += 1;
      },
    );

    const hours = Array.from({ length: 24 }, (_, hour) => midnight / HOUR_MS + hour);
    const total = hours.map(() => 0);
    const listed = new Map<string, ListedRoom>();
    for (let offset: number | undefined = 0; offset !== undefined; ) {
      const page: RoomPage = (await operate(`/rooms?q=day-&sort=name&offset=${offset}`)).body;
      for (const room of page.rooms) listed.set(room.room, room);
      offset = page.next;
    }
    // Each tenth, hour by hour; the totals have them all.
    const sampled = new Set(rooms.filter((_, index) => index % 10 === 0).map(({ name }) => name));
    let bytes = 0;
    await forEach(rooms, async ({ name }) => {
      const counted = await countLog(name);
      const own = hours.map((hour) => counted.get(hour) ?? 0);
      for (const [index, messages] of own.entries()) total[index] = (total[index] ?? 0) + messages;
      const today = own.reduce((sum, n) => sum + n, 0);
      expect(listed.get(name)).toMatchObject({ room: name, people: 0, messagesToday: today });
      bytes += listed.get(name)?.bytes ?? 0;
      if (!sampled.has(name)) return;
      const { body } = await operate(`/series?room=${name}`);
      expect({ name, messages: messagesOf(body.points) }).toEqual({ name, messages: own });
    });
    const { points } = (await operate("/series")).body;
    expect(messagesOf(points)).toEqual(total);
    expect(points.reduce((sum: number, { joins }: SeriesPoint) => sum + joins, 0)).toBe(
      rooms.filter(({ visit }) => visit !== undefined).length,
    );
    expect(points.at(-1).bytes).toBe(bytes);
    const { sums, total: count } = (await operate("/rooms?q=day-")).body;
    const messagesToday = total.reduce((sum, messages) => sum + messages, 0);
    expect({ count, sums }).toEqual({ count: ROOMS, sums: { people: 0, messagesToday, bytes, openReports: 0 } });
    // A room reports at most once an hour while it is used, and once more.
    const used = rooms.reduce((sum, { plan }) => sum + plan.size, 0);
    expect(reports).toBeLessThanOrEqual(2 * used);

    // The next day begins with none.
    const [first] = rooms;
    if (first === undefined) throw new Error("a day has rooms");
    vi.setSystemTime(midnight + DAY_MS + HOUR_MS);
    await say(first.name, "next-day");
    vi.setSystemTime(midnight + DAY_MS + 2 * HOUR_MS);
    await report(first);
    expect((await operate(`/rooms/${first.name}`)).body.messagesToday).toBe(1);
  },
  PATIENCE_MS,
);
