import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { COUNTED } from "../../bench/month/counts.ts";
import { countObjectRows } from "./object-rows.ts";
import { runJob } from "./report-now.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** Rows that the room and the directory read and write meanwhile. */
const rowsOf = (run: () => Promise<unknown>) => countObjectRows(env.ROOM_DIRECTORY.getByName("directory"), run);

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
