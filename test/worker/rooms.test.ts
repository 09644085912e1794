import { evictDurableObject, listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LISTS } from "../../src/protocol/moderation.ts";
import { ChatRoom } from "../../src/worker/index.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { freshRoom, request, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const MINUTE_MS = 60_000;
const FROM = { "cf-connecting-ip": "203.0.113.9" };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What a room keeps: its tables, and when its alarm is due. */
function kept(room: string): Promise<{ tables: string[]; alarm: number | null; values: number }> {
  return runInDurableObject(stubOf(room), async (_object, { storage }) => ({
    tables: storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray()
      .map(({ name }) => name),
    alarm: await storage.getAlarm(),
    values: (await storage.list()).size,
  }));
}

const NOTHING = { tables: [], alarm: null, values: 0 };

/** The `from` of each session of a room. */
function hashesIn(room: string): Promise<unknown[]> {
  return runInDurableObject(stubOf(room), (_object, state) =>
    state.getWebSockets().map((socket) => (socket.deserializeAttachment() as { from?: unknown }).from),
  );
}

test("P1.5 an upgrade makes nothing, in either dialect, and neither does what a plain socket casts", async () => {
  const room = freshRoom();
  const plain = await TestSocket.join(room, FROM);
  const v1 = await V1Socket.open(room, FROM);
  plain.send({ type: "wave" });
  expect(await plain.take()).toEqual({ type: "wave" });
  plain.send("no json");
  expect(await plain.take()).toMatchObject({ type: "error", code: "bad_json" });
  expect(await kept(room)).toEqual(NOTHING);
  v1.close(1000);
  await v1.closed;
  plain.close(1000);
  await plain.closed;
  expect(await kept(room)).toEqual(NOTHING);
  expect(await listDurableObjectIds(env.NEW_ROOM_LIMITER)).toEqual([]);
});

test("P1.6 where rooms are claimed, no read opens one, an owner's included", async () => {
  const room = freshRoom();
  const answer = await runInDurableObject(stubOf(room), (_object, state) => {
    const claimed = new ChatRoom(state, { ...env, ROOMS: "claimed" });
    return LISTS.map((what) => claimed.order({ type: "list", id: "1", what }, { type: "owner" }));
  });
  expect(new Set(answer)).toEqual(new Set(["no_room"]));
  expect(await kept(room)).toEqual(NOTHING);
});

test("P1.5 a v1 socket that begins with anything but a hello is closed, and makes nothing", async () => {
  const room = freshRoom();
  const v1 = await V1Socket.open(room, FROM);
  v1.say("hello", "1");
  expect(await v1.take()).toMatchObject({ type: "error", code: "hello_expected" });
  await v1.closed;
  expect(await kept(room)).toEqual(NOTHING);
});

test("P1.5 plain sockets of a room without tables outlast an eviction, and the first message makes it for all", async () => {
  const room = freshRoom();
  const ada = await TestSocket.join(room, FROM);
  const ben = await TestSocket.join(room, FROM);
  await ada.take();
  await evictDurableObject(stubOf(room));
  ada.say("hello", { id: "1" });
  for (const socket of [ada, ben]) expect(await socket.take()).toMatchObject({ type: "message", seq: 1 });
  const late = await TestSocket.join(room, FROM);
  late.close(1000);
  // One address has one hash, before and after.
  expect(new Set(await hashesIn(room)).size).toBe(1);
  expect((await kept(room)).tables).toContain("messages");
});

test("P1.5 a message that closes its socket at once is stored, though the room was not made", async () => {
  const room = freshRoom();
  const ben = await TestSocket.join(room, FROM);
  const ada = await TestSocket.join(room, FROM);
  await ben.take();
  ada.say("a word in passing");
  ada.close(1000);
  expect(await ben.take()).toMatchObject({ type: "message", message: "a word in passing", seq: 1 });
  expect(await ben.take()).toMatchObject({ type: "system" });
});

test("P1.5 a failed making is an internal error, and the next attempt succeeds", async () => {
  const room = freshRoom();
  const ada = await TestSocket.join(room, FROM);
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    // A table in the way of the first migration, which rolls back as a whole.
    storage.sql.exec("CREATE TABLE changes (a)");
  });
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  ada.say("hello", { id: "1" });
  expect(await ada.take()).toMatchObject({ type: "error", code: "internal", id: "1" });
  log.mockRestore();
  await runInDurableObject(stubOf(room), (_object, { storage }) => void storage.sql.exec("DROP TABLE changes"));
  ada.say("hello", { id: "1" });
  expect(await ada.take()).toMatchObject({ type: "message", seq: 1 });
});

test("P1.6 the counter of an address lets so many rooms pass in an hour, and deletes itself after it", async () => {
  const counter = env.NEW_ROOM_LIMITER.getByName("198.51.100.7");
  expect([await counter.take(2), await counter.take(2)]).toEqual([0, 0]);
  vi.setSystemTime(Date.now() + 20 * MINUTE_MS);
  expect(await counter.take(2)).toBe(40 * MINUTE_MS);
  expect(await runDurableObjectAlarm(counter)).toBe(true);
  const left = await runInDurableObject(counter, async (_object, { storage }) => (await storage.list()).size);
  expect(left).toBe(0);
  expect(await counter.take(2)).toBe(0);
});

test("P1.7 a room without an event deletes itself ten minutes after the last person left, with its alarm", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" }, FROM);
  const { epoch } = ada.welcome;
  vi.setSystemTime(Date.now() + 11 * MINUTE_MS);
  // Somebody is here, so it stays.
  await runDurableObjectAlarm(stubOf(room));
  expect((await kept(room)).tables).toContain("messages");
  ada.close(1000);
  await ada.closed;
  const left = await kept(room);
  expect(Number(left.alarm) - Date.now()).toBe(10 * MINUTE_MS);
  vi.setSystemTime(Date.now() + 10 * MINUTE_MS);
  await runDurableObjectAlarm(stubOf(room));
  expect(await kept(room)).toEqual(NOTHING);
  // The next one makes another room.
  const ben = await V1Socket.hello(room, {}, FROM);
  expect(ben.welcome.epoch).not.toBe(epoch);
});

test("P1.7 a room with an event, or with an owner, stays", async () => {
  const spoken = freshRoom();
  const ada = await V1Socket.hello(spoken);
  ada.say("hello", "1");
  await ada.takeOnly("message");
  const claimed = freshRoom();
  const owner = await V1Socket.hello(claimed);
  owner.send({ type: "claim", id: "1", secret: OWNER_TOKEN });
  await owner.takeOnly("done");
  for (const socket of [ada, owner]) {
    socket.close(1000);
    await socket.closed;
  }
  vi.setSystemTime(Date.now() + 60 * MINUTE_MS);
  for (const room of [spoken, claimed]) {
    await runDurableObjectAlarm(stubOf(room));
    expect((await kept(room)).tables).toContain("messages");
    // Nothing wakes it any more.
    expect((await kept(room)).alarm).toBeNull();
  }
});

test("P1.6 a refused request over HTTP makes no room", async () => {
  const room = freshRoom();
  expect((await request(`/api/rooms/${room}`)).status).toBe(200);
  expect((await request(`/api/rooms/${room}/moderation?what=audit`, { authorization: "Bearer nobody" })).status).toBe(
    401,
  );
  expect(await kept(room)).toEqual(NOTHING);
});
