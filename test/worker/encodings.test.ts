import { expect, test } from "vitest";
import { evict } from "./evict.ts";
import { freshRoom, request } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** A v1 socket that keeps frames as they arrive. */
async function open(room: string, fields: object) {
  const { webSocket: socket } = await request(`/ws/${room}`, {
    upgrade: "websocket",
    "sec-websocket-protocol": "parley.v1",
  });
  if (socket === null) throw new Error("no socket");
  const frames: (string | ArrayBuffer)[] = [];
  socket.addEventListener("message", ({ data }) => void frames.push(data));
  socket.binaryType = "arraybuffer";
  socket.accept();
  socket.send(JSON.stringify({ type: "hello", v: 1, username: "Ada", ...fields }));
  /** The next frame with this text in it. */
  const next = async (text: string) => {
    const found = () => frames.find((frame) => textOf(frame).includes(text));
    await expect.poll(found).toBeDefined();
    return found() ?? "";
  };
  return {
    next,
    send: (command: object | "ping") => socket.send(command === "ping" ? command : JSON.stringify(command)),
  };
}

const textOf = (frame: string | ArrayBuffer) => (typeof frame === "string" ? frame : new TextDecoder().decode(frame));

test("P3.19 a client that asks for binary frames gets UTF-8 from its welcome on, also after hibernation; others get text", async () => {
  const room = freshRoom();
  const ada = await open(room, { binary: true });
  const text = await V1Socket.hello(room);
  expect(await ada.next('"welcome"')).toBeInstanceOf(ArrayBuffer);
  ada.send({ type: "message", id: "first-1", message: "Grüße, 世界 👋" });
  const frame = await ada.next("first-1");
  expect(frame).toBeInstanceOf(ArrayBuffer);
  expect(JSON.parse(textOf(frame))).toMatchObject([{ type: "message", seq: 1, message: "Grüße, 世界 👋" }]);
  expect(await text.takeOnly("message")).toMatchObject({ message: "Grüße, 世界 👋" });
  await evict(room, 2);
  text.say("still", "third-1");
  expect(await ada.next("third-1")).toBeInstanceOf(ArrayBuffer);
  ada.send({ type: "message", id: "second-1" });
  expect(await ada.next("bad_message")).toBeInstanceOf(ArrayBuffer);
  ada.send("ping");
  expect(await ada.next("pong")).toBe("pong");
});

test("P3.20 a client that asks for compact frames gets them, also after hibernation; others get the long form", async () => {
  const room = freshRoom();
  const ada = await open(room, { compact: true });
  const long = await V1Socket.hello(room);
  await ada.next('"ready"');
  ada.send({ type: "message", id: "first-1", message: "hello", color: "teal" });
  const { at, uid } = await long.takeOnly("message");
  const people = [[uid, "Ada"]];
  expect(JSON.parse(textOf(await ada.next("first-1")))).toEqual({
    people,
    seq: 0,
    at,
    objects: [[0, "first-1", "hello", 0, { color: "teal" }]],
  });
  await evict(room, 2);
  ada.send({ type: "message", id: "second-1", message: "again" });
  expect(JSON.parse(textOf(await ada.next("second-1")))).toMatchObject({
    people,
    seq: 1,
    objects: [[0, "second-1", "again"]],
  });
});

test.each(["binary", "compact"])("P3.19 P3.20 %s is true or absent", async (field) => {
  const socket = await V1Socket.open(freshRoom());
  socket.send({ type: "hello", v: 1, [field]: false });
  expect(await socket.take()).toMatchObject({ type: "error", code: "bad_command" });
  expect((await socket.closed).code).toBe(4400);
});

test("P3.35 a reader gets the frames that its hello asked for, also after hibernation", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const reader = await open(room, { readOnly: true, binary: true });
  expect(await reader.next('"reader"')).toBeInstanceOf(ArrayBuffer);
  await evict(room, 2);
  ada.say("hello", "first-1");
  expect(await reader.next("first-1")).toBeInstanceOf(ArrayBuffer);
});
