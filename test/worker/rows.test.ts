import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { COUNTED } from "../../bench/month/counts.ts";
import type { MessageEvent } from "../../src/protocol/events.ts";
import { PUBLIC_VIEWER } from "../../src/room/log/visibility.ts";
import type { Session } from "../../src/room/model/session.ts";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { exists, migrate } from "../../src/worker/storage/migrations.ts";
import { SqlModerationStore } from "../../src/worker/storage/moderation/sql-moderation-store.ts";
import { SqlEventLog } from "../../src/worker/storage/sql-event-log.ts";
import { fillLog } from "../support/fill-log.ts";
import { countRows, type Rows } from "./count-rows.ts";
import { countedRoom } from "./counted-room.ts";
import { freshRoom, stubOf } from "./test-socket.ts";

const HOUR_MS = 60 * 60 * 1_000;

const stamp = (seq: number) => ({ seq, at: 1, uid: "ada", id: `new-${seq}` });
const message = (seq: number): MessageEvent => ({ type: "message", ...stamp(seq), username: "Ada", message: "hello" });

test("P2.2 a message writes two rows, itself and its index entry; a delete three, an edit four, a reaction five", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
    migrate(uncounted.storage, CAPABILITIES);
    const { rowsOf, storage } = countRows(uncounted.storage);
    const log = new SqlEventLog(storage.sql);
    const cost = (append: () => void) => {
      return rowsOf(() => {
        append();
        log.flush();
      }).written;
    };
    expect(cost(() => log.append(message(1), 1))).toBe(2);
    const hundred = () => {
      for (let seq = 2; seq <= 101; seq += 1) log.append(message(seq), 1);
    };
    expect(cost(hundred)).toBe(200);
    const change = log.append.bind(log);
    // An edit is also indexed by its target, so that a delete can erase it: one more index entry.
    expect(cost(() => change({ type: "edit", ...stamp(102), target: 1, message: "edited" }, 1))).toBe(4);
    expect(cost(() => change({ type: "reaction", ...stamp(103), target: 1, emoji: "👍", on: true }, 1))).toBe(5);
    expect(cost(() => change({ type: "delete", ...stamp(104), target: 2 }, 1))).toBe(3);
  });
});

test("P8.11 a first visit writes two rows, a later one one row, leaving after an hour one, and within an hour none", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
    const { room, rowsOf, stores } = countedRoom(uncounted.storage);
    // Other users, whose expired names are looked for.
    for (let n = 1; n <= 10; n += 1) {
      stores.nameRegistry.put({
        uid: `other${n}`,
        username: `Other ${n}`,
        skeletons: [`other${n}`],
        until: 30 * 24 * HOUR_MS,
      });
    }
    let session: Session | undefined;
    let token: string | undefined;
    let now = 1_000;
    const come = () =>
      rowsOf(() => {
        room.joinNew({ id: "socket", dialect: "v1", state: "new", since: now, from: "address" });
        const hello = { type: "hello", username: "Ada", ...(token === undefined ? {} : { token }) } as const;
        for (const effect of room.receive("socket", hello, { now, newId: () => "ada" })) {
          if (effect.type === "persist-session") session = effect.session;
          if (effect.type === "reply" && effect.objects[0]?.type === "welcome") token = effect.objects[0].token;
        }
      });
    const go = () =>
      rowsOf(() => {
        if (session !== undefined) room.leave(session);
        room.rememberDeparted(now);
      });
    const first = come();
    const message = { type: "message", id: "one", message: "hello", extra: {} } as const;
    room.receive("socket", message, { now, newId: () => "ada" });
    stores.log.flush();
    now += HOUR_MS / 2;
    go();
    come();
    const within = [go(), come()];
    now += HOUR_MS;
    const leaving = go();
    now += 20 * HOUR_MS;
    const returning = come();
    expect([first, ...within, leaving, returning].map(({ written }) => written)).toEqual([2, 0, 0, 1, 1]);
    // The basis of docs/cost.md.
    expect(first.written).toBe(COUNTED.rowsWrittenAFirstVisit);
    expect(leaving.written + returning.written).toBe(COUNTED.rowsWrittenAVisit);
    expect(leaving.read + returning.read).toBe(COUNTED.rowsReadAVisit);
  });
});

/** The cost of each way to read, and of the next message, in a room with `events` events. */
function costIn(events: number): Promise<Record<string, Rows>> {
  return runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
    migrate(uncounted.storage, CAPABILITIES);
    for (const statement of fillLog(events)) uncounted.storage.sql.exec(statement);
    const { rowsOf, storage } = countRows(uncounted.storage);
    const open = () => {
      if (!exists(storage)) throw new Error("the room is not there");
      migrate(storage, CAPABILITIES);
      new SqlModerationStore(storage.sql);
      return new SqlEventLog(storage.sql);
    };
    const log = open();
    const middle = events / 2;
    return {
      opening: rowsOf(open),
      "the newest page of 50": rowsOf(() => log.page({ limit: 50 }, PUBLIC_VIEWER)),
      "a page of 50 before the middle": rowsOf(() => log.page({ limit: 50, before: middle }, PUBLIC_VIEWER)),
      "a page of 50 after the middle": rowsOf(() => log.page({ limit: 50, after: middle }, PUBLIC_VIEWER)),
      "a resume of 100 events": rowsOf(() => log.after(events - 100, PUBLIC_VIEWER)),
      "one message": rowsOf(() => log.message(middle + 1)),
      "a command that was stored": rowsOf(() => log.find(`uid-${(middle + 1) % 100}`, `id-${middle + 1}`)),
      "a command that is new": rowsOf(() => log.find("ada", "new")),
      "the next message": rowsOf(() => {
        log.append(message(events + 1), 1);
        log.flush();
      }),
      "forgetting 500": rowsOf(() => log.prune(501)),
    };
  });
}

test("P4.4, P7.2 opening, paging and resuming read only their own rows, in a room of 1,000 as in one of 200,000", async () => {
  const small = await costIn(1_000);
  expect(small).toEqual({
    opening: { read: 8, written: 0 },
    "the newest page of 50": { read: 51, written: 0 },
    "a page of 50 before the middle": { read: 51, written: 0 },
    "a page of 50 after the middle": { read: 51, written: 0 },
    "a resume of 100 events": { read: 101, written: 0 },
    "one message": { read: 2, written: 0 },
    "a command that was stored": { read: 5, written: 0 },
    "a command that is new": { read: 3, written: 0 },
    "the next message": { read: 2, written: 2 },
    // In both tables, and the start of the log.
    "forgetting 500": { read: 504, written: 501 },
  });
  expect(await costIn(200_000)).toEqual(small);
  // The basis of docs/cost.md.
  expect(small["the next message"]?.written).toBe(COUNTED.rowsWrittenAMessage);
  expect(small["the next message"]?.read).toBe(COUNTED.rowsReadAMessage);
  expect(small.opening?.read).toBe(COUNTED.rowsReadAWakeUp);
});

test("P3.13 a message with a hundred thousand reactions costs a newcomer what one with ten does", async () => {
  const costOf = (reactions: number) =>
    runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
      migrate(uncounted.storage, CAPABILITIES);
      const { rowsOf, storage } = countRows(uncounted.storage);
      const log = new SqlEventLog(storage.sql);
      log.append(message(1), 1);
      log.flush();
      for (let n = 1; n <= 25; n += 1) {
        log.append({ type: "reaction", ...stamp(n + 1), uid: `user${n}`, target: 1, emoji: "👍", on: true }, 1);
      }
      const uid = (n: string) => `'more' || ${n}`;
      storage.sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO reactions (target, uid, emoji, seq, hidden) SELECT 1, ${uid("i")}, '👍', 100 + i, 0 FROM n`,
        reactions,
      );
      storage.sql.exec("UPDATE messages SET reactions = json_set(reactions, '$[0].count', ?)", 25 + reactions);
      const newcomer = { uid: "newcomer", isModerator: false };
      const page = log.page({ limit: 50 }, newcomer);
      return {
        length: JSON.stringify(page).length,
        page: rowsOf(() => log.page({ limit: 50 }, newcomer)).read,
        one: rowsOf(() => log.reactors({ target: 1, emoji: "👍", limit: 50 }, newcomer)).read,
      };
    });
  const [few, many] = [await costOf(100), await costOf(100_000)];
  // Only the count has more digits.
  expect(many).toEqual({ ...few, length: few.length + "100025".length - "125".length });
});

test("P9.17 a page behind 3,000 hidden messages reads as many rows as one without", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
    migrate(uncounted.storage, CAPABILITIES);
    const { rowsOf, storage } = countRows(uncounted.storage);
    const log = new SqlEventLog(storage.sql);
    for (let seq = 1; seq <= 60; seq += 1) log.append(message(seq), 1);
    log.flush();
    const read = (uid: string) => rowsOf(() => log.page({ limit: 50 }, { uid, isModerator: false })).read;
    const alone = read("ben");
    for (let seq = 61; seq <= 3_060; seq += 1) {
      const uid = `hidden${seq % 10}`;
      log.append({ ...message(seq), uid }, 1, uid);
    }
    log.flush();
    expect(log.page({ limit: 50 }, PUBLIC_VIEWER)).toHaveLength(50);
    expect(read("ben")).toBe(alone);
  });
});
