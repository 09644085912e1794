import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlNameRegistry } from "../../src/worker/storage/sql-name-registry.ts";
import { nameBookContract } from "../support/name-registry-contract.ts";
import { countRows } from "./count-rows.ts";
import { DEADLINE_MS, freshRoom, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** Sends a hello with a name and returns the first reply. */
async function helloAs(room: string, fields: object) {
  const socket = await V1Socket.open(room);
  socket.send({ type: "hello", v: 1, ...fields });
  return { socket, answer: await socket.take() };
}

/** Closes a socket and waits until the room has handled it. */
async function leave(room: string, socket: V1Socket): Promise<void> {
  socket.close(1000);
  await socket.closed;
  await vi.waitFor(async () => {
    const sockets = await runInDurableObject(stubOf(room), (_object, state) => state.getWebSockets().length);
    expect(sockets).toBe(0);
  }, DEADLINE_MS);
}

function later(ms: number): void {
  const { now } = Date;
  vi.spyOn(Date, "now").mockImplementation(() => now.call(Date) + ms);
  onTestFinished(() => void vi.restoreAllMocks());
}

describe("the SQL name registry", () => {
  nameBookContract((check) =>
    runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
      migrate(storage, CAPABILITIES);
      check(new SqlNameRegistry(storage.sql));
    }),
  );

  test("P8.11 a new user writes two rows, a later time one, a new name two, and a lookup among 10,000 reads only its own rows", async () => {
    await runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
      migrate(uncounted.storage, CAPABILITIES);
      uncounted.storage.sql.exec(
        `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 10000)
         INSERT INTO people (uid, username, skeleton, capitals, until)
         SELECT 'uid' || n, 'name' || n, 'look' || n, iif(n % 10 = 0, 'capitals' || n, NULL), 1 FROM number`,
      );
      const { rowsOf, storage } = countRows(uncounted.storage);
      const book = new SqlNameRegistry(storage.sql);
      const ada = { uid: "ada", username: "Ada", skeletons: ["ada"], until: 1 };
      expect({
        "a newcomer": rowsOf(() => book.put(ada)),
        "a later time": rowsOf(() => book.put({ ...ada, until: 2 })),
        "a new name": rowsOf(() => book.put({ ...ada, username: "Countess", skeletons: ["countess"] })),
        "a lookup by uid": rowsOf(() => book.get("ada")),
        "a name that is free": rowsOf(() => book.alike(["free", "also free"])),
        "a name that is taken": rowsOf(() => book.alike(["look5000", "capitals5000"])),
        "four users": rowsOf(() => book.after("uid5", 4)),
        "a deletion": rowsOf(() => book.delete("ada")),
      }).toEqual({
        "a newcomer": { read: 0, written: 2 },
        "a later time": { read: 1, written: 1 },
        "a new name": { read: 1, written: 2 },
        "a lookup by uid": { read: 1, written: 0 },
        "a name that is free": { read: 4, written: 0 },
        "a name that is taken": { read: 8, written: 0 },
        "four users": { read: 4, written: 0 },
        "a deletion": { read: 1, written: 1 },
      });
    });
  });
});

test("P8.10 a hello with another user's name is name_taken, and the same socket may send another", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "admiral" });
  const { answer, socket } = await helloAs(room, { username: "аdmiral" });
  expect(answer).toMatchObject({ type: "error", code: "name_taken" });
  await socket.hello({ username: "Eve" });
  expect(socket.welcome).toMatchObject({ username: "Eve", count: 2 });
  socket.send({ type: "rename", id: "r1", username: "Admiral." });
  expect(await socket.take()).toMatchObject({ type: "error", code: "name_taken", id: "r1" });
  socket.say("still Eve", "1");
  expect(await ada.take()).toMatchObject({ type: "message", username: "Eve", seq: 1 });
});

test("P8.11 a name stays reserved across an eviction and its user's departure, for a day but not for two", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("hello", "1");
  await ada.take();
  await evictDurableObject(stubOf(room));
  expect((await helloAs(room, { username: "Ada" })).answer).toMatchObject({ code: "name_taken" });
  const { token, uid } = ada.welcome;
  const other = await V1Socket.open(room);
  ada.close(1000);
  await ada.closed;
  later(23 * HOUR_MS);
  other.send({ type: "hello", v: 1, username: "Ada" });
  expect(await other.take()).toMatchObject({ code: "name_taken" });
  vi.restoreAllMocks();
  later(2 * DAY_MS);
  const eve = await V1Socket.hello(room, { username: "Ada" });
  expect(eve.welcome.uid).not.toBe(uid);
  const { answer, socket } = await helloAs(room, { username: "Ada", token });
  expect(answer).toMatchObject({ code: "name_taken" });
  await socket.hello({ username: "Ada L.", token });
  expect(socket.welcome.uid).toBe(uid);
});

test("P8.11 the time counts from the departure, even if that wakes the room", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("hello", "1");
  await ada.take();
  await evictDurableObject(stubOf(room));
  later(3 * DAY_MS);
  await leave(room, ada);
  vi.restoreAllMocks();
  later(3 * DAY_MS + 20 * HOUR_MS);
  expect((await helloAs(room, { username: "Ada" })).answer).toMatchObject({ code: "name_taken" });
});

test("P8.13 a plain message under a v1 user's name is rejected to its sender only, and the socket stays open", async () => {
  const room = freshRoom();
  const plain = await TestSocket.join(room);
  plain.say("one", { username: "Ada" });
  expect(await plain.take()).toMatchObject({ type: "message", username: "Ada" });
  const ada = await V1Socket.hello(room, { username: "Ada" });
  expect(await plain.take()).toEqual({ type: "system", message: "Ada connected" });
  plain.say("two", { username: "Аda", id: "two" });
  expect(await plain.take()).toMatchObject({ type: "error", code: "name_taken", id: "two" });
  plain.say("three", { username: "Ben" });
  expect(await plain.take()).toMatchObject({ type: "message", username: "Ben", message: "three", seq: 2 });
  expect(await ada.take()).toMatchObject({ type: "message", username: "Ben", message: "three", seq: 2 });
});

test("P8.16 a name that differs by what is not drawn is taken, and one with an unassigned code point is rejected", async () => {
  const room = freshRoom();
  await V1Socket.hello(room, { username: "Ada" });
  for (const username of ["Ada\u2d7f", "A\u{1107f}da", "\u{13441}Ada", "A\u0332da", "Ada\u{1160}"]) {
    expect((await helloAs(room, { username })).answer).toMatchObject({ type: "error", code: "name_taken" });
  }
  for (const username of ["Ada\u0378", "Ben\ufdd0", "\u{13441}", "\u3164"]) {
    expect((await helloAs(room, { username })).answer).toMatchObject({ type: "error", code: "bad_username" });
  }
});

test("P8.15 the same nonce identifies the same user, and one that is too short is rejected", async () => {
  const room = freshRoom();
  const nonce = "n".repeat(22);
  const first = await V1Socket.hello(room, { username: "Ada", nonce });
  const second = await V1Socket.hello(room, { username: "Ada", nonce });
  expect(second.welcome).toMatchObject({ uid: first.welcome.uid, username: "Ada", count: 1 });
  const { answer, socket } = await helloAs(room, { nonce: "short" });
  expect(answer).toMatchObject({ type: "error", code: "bad_command" });
  expect((await socket.closed).code).toBe(4400);
});

test("P8.11 a message writes no name row, and a name that cannot be stored prevents the join", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const run = (sql: string) =>
    runInDurableObject(stubOf(room), (_object, state) => state.storage.sql.exec(sql).toArray());
  await run("CREATE TRIGGER full_1 BEFORE INSERT ON people BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  await run("CREATE TRIGGER full_2 BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  ada.say("one", "1");
  expect(await ada.take()).toMatchObject({ type: "message", seq: 1 });
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const { answer, socket } = await helloAs(room, { username: "Ben" });
  log.mockRestore();
  expect(answer).toMatchObject({ type: "error", code: "internal" });
  await run("DROP TRIGGER full_1");
  await socket.hello({ username: "Ben" });
  expect(socket.welcome).toMatchObject({ username: "Ben", count: 2 });
});
