import { runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { freshRoom, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const say = (id: string, message = id) => ({ type: "message", id, message });

test("P3.21 the commands of one frame run in order, and each that fails has its own error", async () => {
  const ada = await V1Socket.hello(freshRoom());
  ada.send([say("1"), say("2", ""), say("3"), { type: "edit", id: "4", target: 1, message: "edited" }, say("1")]);
  const answers = [await ada.take(), await ada.take(), await ada.take(), await ada.take(), await ada.take()];
  const events = answers.filter(({ seq, dup }) => seq !== undefined && dup === undefined);
  expect(events.map(({ type, id }) => `${type} ${id}`)).toEqual(["message 1", "message 3", "edit 4"]);
  expect(answers).toContainEqual(expect.objectContaining({ type: "error", code: "bad_message", id: "2" }));
  expect(answers).toContainEqual({ type: "ack", id: "1", seq: 1, dup: true });
});

test("P3.40 behind a command that cannot be stored, none of the frame is run, and all can be sent again", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const bad =
    "CREATE TRIGGER bad BEFORE INSERT ON messages WHEN new.message = 'bad' BEGIN SELECT RAISE(ABORT, 'bad'); END";
  const inRoom = (sql: string) =>
    runInDurableObject(stubOf(room), (_object, { storage }) => void storage.sql.exec(sql));
  await inRoom(bad);
  ada.send([say("1"), say("2", "bad"), say("3"), say("4")]);
  const answers = [await ada.take(), await ada.take(), await ada.take(), await ada.take()];
  expect(answers).toMatchObject([
    { type: "message", id: "1" },
    { type: "error", code: "internal", id: "2" },
    { type: "error", code: "internal", id: "3" },
    { type: "error", code: "internal", id: "4" },
  ]);
  await inRoom("DROP TRIGGER bad");
  log.mockRestore();
  ada.send([say("2", "bad"), say("3"), say("4")]);
  const again = [await ada.take(), await ada.take(), await ada.take()];
  expect(again.map(({ id, seq }) => [id, seq])).toEqual([
    ["2", 2],
    ["3", 3],
    ["4", 4],
  ]);
});

test("P3.21 a hello may be the first of them", async () => {
  const ada = await V1Socket.open(freshRoom());
  ada.send([{ type: "hello", v: 1 }, say("1")]);
  expect(await ada.takeOnly("message")).toMatchObject({ seq: 1 });
});

test("P3.21 a frame with more than 100 commands is rejected with one error, and runs none of them", async () => {
  const ada = await V1Socket.hello(freshRoom());
  ada.send(Array.from({ length: 101 }, (_, index) => say(String(index))));
  expect(await ada.take()).toMatchObject({ type: "error", code: "too_large" });
  ada.send(Array.from({ length: 8_000 }, () => 1));
  expect(await ada.take()).toMatchObject({ type: "error", code: "too_large" });
  ada.send(say("after"));
  expect(await ada.take()).toMatchObject({ type: "message", seq: 1, id: "after" });
});

test("P3.4 P3.21 a socket whose second hello of a frame is accepted is sent its welcome before what others say", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const nova = await V1Socket.open(room);
  const hello = { type: "hello", v: 1 };
  nova.send([{ ...hello, username: "Ada" }, say("early"), { ...hello, username: "Nova" }]);
  ada.send(say("1"));
  const answers = [];
  do answers.push(await nova.take());
  while (answers.at(-1)?.type !== "message");
  const reset = answers.find(({ type }) => type === "reset");
  expect(answers.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["error", "error", "welcome", "reset", "ready", "message"]),
  );
  expect(answers.findIndex(({ type }) => type === "ready")).toBeLessThan(answers.length - 1);
  expect(reset).toMatchObject({ messages: [] });
});

test("P3.21 the plain dialect has one object per frame", async () => {
  const plain = await TestSocket.join(freshRoom());
  plain.send(JSON.stringify([{ type: "message", message: "hello" }]));
  expect(await plain.take()).toMatchObject({ type: "error", code: "not_object" });
});
