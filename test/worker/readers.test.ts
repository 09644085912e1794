import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { evict } from "./evict.ts";
import { freshRoom, request, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** Every row that a room stores, by table. */
function rowsOf(room: string): Promise<Record<string, unknown[]>> {
  return runInDurableObject(stubOf(room), (_object, { storage: { sql } }) => {
    const tables = sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray();
    const own = tables.map(({ name }) => name).filter((name) => !name.startsWith("_cf") && !name.startsWith("sqlite"));
    return Object.fromEntries(own.map((name) => [name, sql.exec(`SELECT * FROM ${name}`).toArray()]));
  });
}

const read = (room: string, fields: object = {}) => V1Socket.hello(room, { readOnly: true, ...fields });

test("P3.35 a reader follows the room and leaves no row, no member and no line about coming or going", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("hello", "1");
  await ada.take();
  const plain = await TestSocket.join(room);
  const before = await rowsOf(room);
  const reader = await read(room);
  expect(reader.welcome).toMatchObject({ type: "reader", head: 1, count: 2, readers: 1 });
  expect(reader.missed).toMatchObject([{ type: "reset", messages: [{ message: "hello" }] }]);
  expect(await ada.takeOnly("presence")).toMatchObject({ readers: 1 });
  reader.send({ type: "message", id: "r1", message: "I have no name" });
  expect(await reader.take()).toMatchObject({ type: "error", code: "hello_expected", id: "r1" });
  reader.close(1000);
  await reader.closed;
  expect(await rowsOf(room)).toEqual(before);
  ada.say("after", "2");
  // A "connected" or "disconnected" would have come first.
  expect(await plain.take()).toMatchObject({ type: "message", message: "after" });
});

test("P3.35 a reader outlasts hibernation, and acknowledges and resumes like others", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const reader = await read(room);
  await evict(room, 2);
  ada.say("after the sleep", "1");
  expect(await reader.take()).toMatchObject({ type: "message", seq: 1, message: "after the sleep" });
  reader.send({ type: "ack", seq: 1 });
  await evict(room, 2);
  reader.send({ type: "typing" });
  // The acknowledgement had no answer.
  expect(await reader.take()).toMatchObject({ code: "hello_expected" });
  const again = await read(room, { since: reader.position(0) });
  expect(again.missed).toMatchObject([{ seq: 1, message: "after the sleep" }]);
  expect(again.welcome).toMatchObject({ count: 1, readers: 2 });
});

test("P3.37 a reader becomes a person on the same socket, also after hibernation, and is sent each event once", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const plain = await TestSocket.join(room);
  const reader = await read(room);
  await evict(room, 3);
  ada.say("one", "1");
  reader.send({ type: "hello", v: 1, username: "Ben", since: reader.position(0) });
  reader.say("two", "b1");
  expect(await reader.take()).toMatchObject({ type: "message", seq: 1, message: "one" });
  expect(await reader.take()).toMatchObject({ type: "welcome", username: "Ben", head: 1, count: 3 });
  expect(await reader.take()).toEqual({ type: "ready", seq: 1 });
  expect(await reader.take()).toMatchObject({ type: "message", seq: 2, id: "b1", username: "Ben" });
  const told = [await plain.take(), await plain.take(), await plain.take()];
  expect(told.map(({ message }) => message)).toEqual(["one", "Ben connected", "two"]);
  await evict(room, 3);
  reader.say("three", "b2");
  expect(await ada.takeOnly("message")).toMatchObject({ message: "one" });
  expect(await ada.takeOnly("message")).toMatchObject({ message: "two" });
  expect(await ada.takeOnly("message")).toMatchObject({ message: "three", username: "Ben" });
});

test("P3.37 a rejected name leaves the reader, whose next hello counts", async () => {
  const room = freshRoom();
  await V1Socket.hello(room, { username: "Ada" });
  const reader = await read(room);
  reader.send({ type: "hello", v: 1, username: "Ada" });
  expect(await reader.take()).toMatchObject({ type: "error", code: "name_taken" });
  reader.send({ type: "hello", v: 1, username: " " });
  expect(await reader.take()).toMatchObject({ type: "error", code: "bad_username" });
  reader.send({ type: "hello", v: 1, username: "Ben" });
  expect(await reader.takeOnly("welcome")).toMatchObject({ username: "Ben" });
});

test("P3.38 a reader makes no room, sees the one that somebody makes, and starts over when it resumes or joins", async () => {
  const room = freshRoom();
  const [reader, other] = [await read(room), await read(room)];
  expect(reader.welcome).toMatchObject({ epoch: "", head: 0, count: 0, readers: 1 });
  expect(reader.missed).toEqual([{ type: "reset", reason: "new", messages: [] }]);
  expect(await rowsOf(room)).toEqual({});
  await evict(room, 2);
  expect(await (await request(`/api/rooms/${room}`)).json()).toMatchObject({ count: 0, epoch: null });
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("first", "1");
  expect(await reader.take()).toMatchObject({ type: "message", seq: 1, message: "first" });
  const again = await read(room, { since: reader.position(1) });
  expect(again.missed).toMatchObject([{ type: "reset", reason: "epoch", messages: [{ message: "first" }] }]);
  expect(await other.take()).toMatchObject({ message: "first" });
  other.send({ type: "hello", v: 1, username: "Ben", since: other.position(1) });
  expect(await other.take()).toMatchObject({ type: "welcome", username: "Ben" });
  expect(await other.take()).toMatchObject({ type: "reset", reason: "epoch", messages: [{ message: "first" }] });
});

test("P3.38 a reader who is the first to join makes the room", async () => {
  const room = freshRoom();
  const reader = await read(room);
  await reader.hello({ username: "Ada", since: reader.position(0) });
  expect(reader.welcome).toMatchObject({ type: "welcome", username: "Ada", head: 0, count: 1 });
  expect(reader.missed).toEqual([{ type: "reset", reason: "epoch", messages: [] }]);
  reader.say("hello", "1");
  expect(await reader.take()).toMatchObject({ seq: 1 });
});

test("P3.35 readers count toward the sockets of an address", async () => {
  const room = freshRoom();
  const from = { "cf-connecting-ip": "203.0.113.77" };
  await V1Socket.hello(room, { readOnly: true }, from);
  const hashes = await runInDurableObject(stubOf(room), (_object, state) =>
    state.getWebSockets().map((socket) => (socket.deserializeAttachment() as { from?: unknown }).from),
  );
  expect(hashes).toEqual([expect.stringMatching(/./)]);
});
