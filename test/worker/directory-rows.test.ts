import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { COUNTED } from "../../bench/month/counts.ts";
import { runJob } from "./report-now.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

interface Counted {
  alarms: number;
  written: number;
  read: number;
}

/** Rows that every object reads and writes meanwhile. An alarm that is set is a row too. */
async function rowsOf(run: () => Promise<unknown>): Promise<Counted> {
  const cursors: { readonly rowsRead: number; readonly rowsWritten: number }[] = [];
  let alarms = 0;
  const directory = env.ROOM_DIRECTORY.getByName("directory");
  const restore = await runInDurableObject(directory, (_object, { storage }) => {
    const sql: SqlStorage = Object.getPrototypeOf(storage.sql);
    const own: DurableObjectStorage = Object.getPrototypeOf(storage);
    const { exec } = sql;
    const { setAlarm } = own;
    sql.exec = function (this: SqlStorage, ...query: Parameters<typeof exec>) {
      const cursor = exec.apply(this, query);
      cursors.push(cursor);
      return cursor;
    } as typeof exec;
    own.setAlarm = function (this: DurableObjectStorage, ...time: Parameters<typeof setAlarm>) {
      alarms += 1;
      return setAlarm.apply(this, time);
    };
    return () => Object.assign(sql, { exec }) && Object.assign(own, { setAlarm });
  });
  try {
    await run();
  } finally {
    restore();
  }
  const sum = (key: "rowsRead" | "rowsWritten") => cursors.reduce((total, cursor) => total + cursor[key], 0);
  return { alarms, written: alarms + sum("rowsWritten"), read: sum("rowsRead") };
}

/** A room with somebody in it who says something. */
async function talkingRoom() {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  let said = 0;
  const say = async () => {
    said += 1;
    ada.say(`hello ${said}`, String(said));
    await ada.takeOnly("message");
  };
  await say();
  await runJob(room, "directory.report");
  return { ada, room, say };
}

test("P18.1 a report costs what docs/cost.md counts, in the room and in the directory, its alarms included", async () => {
  const { room, say } = await talkingRoom();
  await say();
  // As if the report before was in the hour before: then this one tells of both.
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec("UPDATE directory_reported SET at = at - 3600000, seq = 1");
    storage.sql.exec("UPDATE messages SET at = at - 3600000 WHERE seq = 1");
    storage.sql.exec("UPDATE jobs SET due = 1 WHERE kind = 'directory.report'");
  });
  const { written } = await rowsOf(() => runJob(room, "directory.report"));
  // Running the job early is one row that only this test writes.
  expect(written + COUNTED.rowsWrittenADueReport).toBe(COUNTED.rowsWrittenAReport + 1);
});

test("P18.1 a message writes no row for the directory but the first after a report, which schedules the next", async () => {
  const { room, say } = await talkingRoom();
  const first = await rowsOf(say);
  expect(first.written).toBe(COUNTED.rowsWrittenAMessage + COUNTED.rowsWrittenADueReport);
  const second = await rowsOf(say);
  expect(second.written).toBe(COUNTED.rowsWrittenAMessage);
  const quiet = await rowsOf(async () => {
    await runInDurableObject(stubOf(room), () => {});
  });
  expect(quiet).toMatchObject({ alarms: 0, written: 0 });
});

test("P18.1 a person who comes is one row more, for the joins of that hour", async () => {
  const { room, say } = await talkingRoom();
  await say();
  const { alarms, written } = await rowsOf(async () => {
    const eve = await V1Socket.hello(room, { username: "Eve" });
    await eve.delivered();
  });
  expect(written - alarms).toBe(COUNTED.rowsWrittenAFirstVisit + COUNTED.rowsWrittenAJoin);
});
