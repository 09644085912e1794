import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { SqlReportStore } from "../../src/capabilities/reports/sql-report-store.ts";
import { PUBLIC_VIEWER } from "../../src/room/log/visibility.ts";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { restoreSession } from "../../src/worker/object/attachment.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlEventLog } from "../../src/worker/storage/sql-event-log.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** The tables of the first schema, with a conversation in them. */
const SCHEMA_1 = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE messages (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, uid TEXT NOT NULL, id TEXT NOT NULL, digest INTEGER,
    username TEXT NOT NULL, message TEXT NOT NULL, reply_to INTEGER, edited_at INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0, reactions TEXT, extra TEXT
  );
  CREATE UNIQUE INDEX messages_by_command ON messages (uid, id);
  CREATE TABLE changes (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, uid TEXT NOT NULL, id TEXT NOT NULL, digest INTEGER,
    type TEXT NOT NULL, target INTEGER, body TEXT NOT NULL
  );
  CREATE UNIQUE INDEX changes_by_command ON changes (uid, id);
  CREATE INDEX edits_by_target ON changes (target) WHERE type = 'edit';
  INSERT INTO meta (key, value) VALUES ('schema', 1), ('epoch', 'an-old-epoch'), ('key', randomblob(32));
  INSERT INTO messages VALUES (1, 1000, 'ada', 'a1', 7, 'Ada', 'hello', NULL, 1002, 0, '[{"emoji":"👍","uids":["ben"]}]', '{"color":"red"}');
  INSERT INTO changes VALUES (2, 1002, 'ada', 'a2', 8, 'edit', 1, '{"message":"hello"}');
  INSERT INTO changes VALUES (3, 1003, 'ben', 'b1', 9, 'reaction', 1, '{"emoji":"👍","on":true}');`;

const FIRST = {
  type: "message",
  seq: 1,
  at: 1_000,
  uid: "ada",
  id: "a1",
  username: "Ada",
  message: "hello",
  color: "red",
};
const PRESENT = { ...FIRST, editedAt: 1_002, reactions: [{ emoji: "👍", uids: ["ben"], count: 1 }] };

test("P4.4 a room with data of the first schema opens with its log unchanged", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
    storage.sql.exec(SCHEMA_1);
    migrate(storage, CAPABILITIES);
    const log = new SqlEventLog(storage.sql);
    expect(log.identity.epoch).toBe("an-old-epoch");
    expect(log.head()).toBe(3);
    expect(log.page({ limit: 9 }, PUBLIC_VIEWER)).toEqual([PRESENT]);
    expect(log.after(0, PUBLIC_VIEWER)).toMatchObject([FIRST, { type: "edit", seq: 2 }, { type: "reaction", seq: 3 }]);
    expect(log.find("ada", "a2")).toEqual({ seq: 2, digest: 8 });
  });
});

test("P9.1 in such a room users write and moderate as in any other", async () => {
  const room = freshRoom();
  await runInDurableObject(stubOf(room), (_object, { storage }) => void storage.sql.exec(SCHEMA_1));
  await evictDurableObject(stubOf(room));
  const ada = await V1Socket.hello(room, { username: "Ada" });
  expect(ada.missed).toMatchObject([{ type: "reset", messages: [PRESENT] }]);
  ada.send({ type: "claim", id: "claim", secret: OWNER_TOKEN });
  await ada.takeOnly("done");
  ada.send({ type: "delete", id: "d", target: 1 });
  expect(await ada.takeOnly("delete")).toMatchObject({ seq: 4, target: 1 });
});

test("P9.1 a socket attachment from an earlier version is a guest's session", async () => {
  await runInDurableObject(stubOf(freshRoom()), () => {
    const { 0: socket } = new WebSocketPair();
    socket.serializeAttachment({ id: "s", dialect: "v1", state: "live", uid: "ada", username: "Ada", acked: 3 });
    expect(restoreSession(socket)).toEqual({
      session: { id: "s", dialect: "v1", state: "live", uid: "ada", username: "Ada", role: "guest" },
      acked: 3,
    });
  });
});

test("P9.28 reports of an earlier version are adopted, one for each message", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
    // The table is the room's own, from before reports were a capability.
    migrate(storage, []);
    storage.sql.exec(
      `INSERT INTO reports (at, "by", target, reason) VALUES (5, 'ben', 1, 'rude'), (6, 'cyd', 9, NULL), (7, 'dan', 1, NULL)`,
    );
    migrate(storage, CAPABILITIES);
    const store = new SqlReportStore(storage.sql);
    expect(store.list({ limit: 9 }, false)).toEqual([
      { report: 2, at: 6, by: "cyd", target: 9, count: 1, reasons: [{ uid: "cyd", username: "", at: 6 }] },
      {
        report: 1,
        at: 5,
        by: "ben",
        target: 1,
        reason: "rude",
        count: 2,
        reasons: [
          { uid: "ben", username: "", at: 5, reason: "rude" },
          { uid: "dan", username: "", at: 7 },
        ],
      },
    ]);
  });
});
