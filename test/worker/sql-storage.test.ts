import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import { SqlNewcomerStore } from "../../src/capabilities/newcomers/sql-newcomer-store.ts";
import { SqlReportStore } from "../../src/capabilities/reports/sql-report-store.ts";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlModerationStore } from "../../src/worker/storage/moderation/sql-moderation-store.ts";
import { SqlEventLog } from "../../src/worker/storage/sql-event-log.ts";
import { eventLogContract } from "../support/event-log-contract.ts";
import { standingContract } from "../support/moderation-store-contract.ts";
import { newcomerStoreContract } from "../support/newcomer-store-contract.ts";
import { reportStoreContract } from "../support/report-store-contract.ts";
import { freshRoom, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** Runs SQL in a room's own database. */
function query(room: string, sql: string): Promise<Record<string, SqlStorageValue>[]> {
  return runInDurableObject(stubOf(room), (_object, state) => state.storage.sql.exec(sql).toArray());
}

describe("the SQL moderation store", () => {
  standingContract((check) =>
    runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
      migrate(storage, CAPABILITIES);
      check(() => new SqlModerationStore(storage.sql));
    }),
  );
});

describe("the SQL report store", () => {
  reportStoreContract((check) =>
    runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
      migrate(storage, CAPABILITIES);
      check(() => new SqlReportStore(storage.sql));
    }),
  );
});

describe("the SQL newcomer store", () => {
  newcomerStoreContract((check) =>
    runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
      migrate(storage, CAPABILITIES);
      check(() => new SqlNewcomerStore(storage.sql));
    }),
  );

  test("P10.2, P10.5 deletes rows that are of no use any more", () =>
    runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
      migrate(storage, CAPABILITIES);
      const store = new SqlNewcomerStore(storage.sql);
      const hour = 60 * 60 * 1_000;
      store.add("ada", hour);
      store.spend("salt", hour + 1, hour);
      store.add("bob", 3 * hour);
      expect(store.since("ada")).toBeUndefined();
      expect(storage.sql.exec("SELECT salt FROM answered_challenges").toArray()).toEqual([]);
      expect(store.since("bob")).toBe(3 * hour);
    }));
});

describe("the SQL event log", () => {
  eventLogContract((check) =>
    runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
      migrate(storage, CAPABILITIES);
      check(() => new SqlEventLog(storage.sql));
    }),
  );

  test("a second migration changes nothing", async () => {
    const room = freshRoom();
    const socket = await TestSocket.join(room);
    socket.say("hello");
    await socket.take();
    await runInDurableObject(stubOf(room), (_object, { storage }) => migrate(storage, CAPABILITIES));
    expect(await query(room, "SELECT seq FROM messages")).toEqual([{ seq: 1 }]);
    expect(await query(room, "SELECT key FROM meta")).toEqual([
      { key: "capabilities" },
      { key: "epoch" },
      { key: "key" },
      { key: "schema" },
    ]);
  });
});

test("P4.1 a message is stored before anyone receives it", async () => {
  const room = freshRoom();
  const socket = await TestSocket.join(room);
  socket.say("hello", { username: "Ada", color: "red" });
  const { seq, at, uid, id, username, message } = await socket.take();
  const rows = await query(room, "SELECT seq, at, uid, id, username, message, extra FROM messages");
  expect(rows).toEqual([{ seq, at, uid, id, username, message, extra: '{"color":"red"}' }]);
});

test("P4.1 a message that cannot be stored reaches nobody, is an error to its sender, and leaves no hole", async () => {
  const room = freshRoom();
  const ada = await TestSocket.join(room);
  const ben = await TestSocket.join(room);
  await ada.take();
  ada.say("one", { username: "Ada" });
  await ada.take();
  await ben.take();

  await query(room, "CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  ada.say("two", { username: "Eve", id: "mine" });
  const error = await ada.take();
  expect(error).toMatchObject({ type: "error", code: "internal", id: "mine" });
  expect(JSON.stringify(error)).not.toContain("disk full");
  expect(String(log.mock.lastCall)).toContain("command_not_stored");
  log.mockRestore();

  await query(room, "DROP TRIGGER full");
  ada.say("two, again", { id: "mine" });
  expect(await ben.take()).toMatchObject({ seq: 2, message: "two, again", username: "Ada" });
});

test("P4.1 a command whose second write fails leaves nothing of its first write", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  ada.say("one", "1");
  await ada.take();
  await query(room, "CREATE TRIGGER full BEFORE UPDATE ON messages BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const edit = { type: "edit", id: "2", target: 1, message: "edited" };
  ada.send(edit);
  expect(await ada.take()).toMatchObject({ type: "error", code: "internal", id: "2" });
  log.mockRestore();
  await query(room, "DROP TRIGGER full");
  ada.send(edit);
  expect(await ada.take()).toMatchObject({ type: "edit", id: "2", seq: 2 });
});

test("P2.1, P8.11 a leave is announced even if the name cannot be stored", async () => {
  const room = freshRoom();
  const ada = await TestSocket.join(room);
  const ben = await V1Socket.hello(room, { username: "Ben" });
  await ada.take();
  const cyd = await V1Socket.hello(room, { username: "Cyd" });
  await ada.take();
  await cyd.takeCount(3);
  // A name that is stored already would not be written again within the hour.
  await query(room, "DELETE FROM people");
  await query(room, "CREATE TRIGGER full BEFORE INSERT ON people BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  ben.close(1000);
  expect(await ada.take()).toMatchObject({ message: "Ben disconnected" });
  expect(await cyd.takeCount(2)).toMatchObject({ left: [ben.welcome.uid] });
  expect(log.mock.calls.join()).toContain("not_stored");
  log.mockRestore();
  await query(room, "DROP TRIGGER full");
  cyd.say("still here", "1");
  expect(await cyd.take()).toMatchObject({ message: "still here", seq: 1 });
});

test("P2.3 objects other than messages are not stored", async () => {
  const room = freshRoom();
  const socket = await TestSocket.join(room);
  socket.send({ type: "wave" });
  socket.send("no json");
  await socket.take();
  await socket.take();
  socket.say("the first message");
  await socket.take();
  expect(await query(room, "SELECT count(*) AS messages FROM messages")).toEqual([{ messages: 1 }]);
});
