import { expect, test } from "vitest";
import { freshRoom, TestSocket } from "./test-socket.ts";
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

test("P3.21 a hello may be the first of them", async () => {
  const ada = await V1Socket.open(freshRoom());
  ada.send([{ type: "hello", v: 1 }, say("1")]);
  expect(await ada.takeOnly("message")).toMatchObject({ seq: 1 });
});

test("P3.21 the plain dialect has one object per frame", async () => {
  const plain = await TestSocket.join(freshRoom());
  plain.send(JSON.stringify([{ type: "message", message: "hello" }]));
  expect(await plain.take()).toMatchObject({ type: "error", code: "not_object" });
});
