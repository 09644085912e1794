import { expect, test } from "vitest";
import { CLOSING, messageFrame, REFUSED, type Refused } from "./bad-frames.ts";
import { freshRoom, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const REFUSED_AS_PLAIN: readonly Refused[] = [
  ["a name of spaces", messageFrame({ username: "   " }), "bad_username"],
  ["an empty name", messageFrame({ username: "" }), "bad_username"],
  ["a name of 33 characters", messageFrame({ username: "x".repeat(33) }), "bad_username"],
  ["a name with U+202E", messageFrame({ username: "a\u202eb" }), "bad_username"],
  ["a name in two lines", messageFrame({ username: "a\nb" }), "bad_username"],
  ["a name that is not a string", messageFrame({ username: 7 }), "bad_username"],
  ["a system message", '{"type":"system","message":"Ada disconnected"}', "reserved_type"],
  ["an error", '{"type":"error","code":"internal","message":"!"}', "reserved_type"],
];

const rename = (username: unknown) => JSON.stringify({ type: "rename", id: "1", username });

const REFUSED_IN_V1: readonly Refused[] = [
  ["a name of spaces", rename("   "), "bad_username"],
  ["an empty name", rename(""), "bad_username"],
  ["a name of 33 characters", rename("x".repeat(33)), "bad_username"],
  ["a name with U+202E", rename("a\u202eb"), "bad_username"],
  ["a name that is not a string", rename(7), "bad_username"],
  ["a system message", '{"type":"system","message":"Ada disconnected"}', "unknown_type"],
  ["a type that only the room may send", '{"type":"welcome"}', "unknown_type"],
  ["a block without a uid", '{"type":"block","id":"1","on":true}', "bad_command"],
  ["a block of everyone", '{"type":"block","id":"1","uid":["a","b"],"on":true}', "bad_command"],
  ["a sign-out without an id", '{"type":"signOut"}', "bad_id"],
  ["a list of reactions without a target", '{"type":"list","id":"1","what":"reactions","emoji":"👍"}', "bad_target"],
  [
    "a list of reactions of two emoji",
    '{"type":"list","id":"1","what":"reactions","target":1,"emoji":"👍👎"}',
    "bad_emoji",
  ],
  [
    "a reaction that is a number",
    '{"type":"reaction","id":"1","target":1,"emoji":"📞18005551234","on":true}',
    "bad_emoji",
  ],
  [
    "a mute by an address of its own",
    '{"type":"moderate","id":"1","action":"mute","uid":"a","for":1,"address":"10.0.0.1"}',
    "bad_action",
  ],
  [
    "settings of a challenge that there is not",
    '{"type":"moderate","id":"1","action":"settings","settings":{"challenge":"sometimes"}}',
    "bad_action",
  ],
  [
    "settings with 51 domains",
    `{"type":"moderate","id":"1","action":"settings","settings":{"linkDomains":${JSON.stringify(Array.from({ length: 51 }, (_, i) => `d${i}.example`))}}}`,
    "bad_action",
  ],
  [
    "extra fields of 2 KB",
    `{"type":"message","id":"1","message":"hello","pad":"${"x".repeat(2_000)}"}`,
    "extra_too_large",
  ],
];

test.each([...REFUSED, ...REFUSED_AS_PLAIN])(
  "P2.4 %s is an error to its sender only, and changes nothing",
  async (_what, frame, code) => {
    const room = freshRoom();
    const ada = await TestSocket.join(room);
    const ben = await TestSocket.join(room);
    await ada.take();
    ada.send(frame);
    expect(await ada.take()).toMatchObject({ type: "error", code, message: expect.stringMatching(/./) });

    ada.say("still here");
    expect(await ada.take()).toMatchObject({ seq: 1, message: "still here" });
    expect(await ben.take()).toMatchObject({
      seq: 1,
      message: "still here",
      username: expect.stringMatching(/^guest-/),
    });
  },
);

test.each(CLOSING)(
  "P5 a frame of %s closes its socket with 1009, and the others see it leave",
  async (_what, frame) => {
    const room = freshRoom();
    const ada = await TestSocket.join(room);
    const ben = await TestSocket.join(room);
    await ada.take();
    ada.send(frame);
    expect((await ada.closed).code).toBe(1009);
    expect(await ben.take()).toMatchObject({ type: "system", message: expect.stringContaining("disconnected") });
    ben.say("still here");
    expect(await ben.take()).toMatchObject({ seq: 1 });
  },
);

test("P5 the longest allowed message and name are accepted", async () => {
  const socket = await TestSocket.join(freshRoom());
  const longest = { username: "😀".repeat(32), message: "é".repeat(4_000) };
  socket.send({ type: "message", ...longest });
  expect(await socket.take()).toMatchObject(longest);
});

test("P5 a frame of exactly 16 KiB is accepted", async () => {
  const socket = await TestSocket.join(freshRoom());
  const padded = (pad: string) => JSON.stringify({ type: "wave", pad });
  socket.send(padded("x".repeat(16 * 1024 - padded("").length)));
  expect(await socket.take()).toMatchObject({ type: "wave" });
});

test("P4.8 the fields that a message adds are limited to 1 KiB, and its mentions to 4 KiB, and nothing is stored", async () => {
  const socket = await TestSocket.join(freshRoom());
  const pad = "x".repeat(1_024 - JSON.stringify({ pad: "" }).length);
  socket.send(messageFrame({ id: "large", pad: `${pad}x` }));
  expect(await socket.take()).toMatchObject({ type: "error", code: "extra_too_large", id: "large" });
  socket.send(messageFrame({ id: "wide", pad: "é".repeat(600) }));
  expect(await socket.take()).toMatchObject({ type: "error", code: "extra_too_large", id: "wide" });
  socket.send(messageFrame({ id: "many", mentions: Array.from({ length: 500 }, () => "somebody") }));
  expect(await socket.take()).toMatchObject({ type: "error", code: "extra_too_large", id: "many" });
  const mentions = Array.from({ length: 20 }, () => ({ uid: "u".repeat(16), username: "é".repeat(32) }));
  socket.send(messageFrame({ pad, mentions }));
  expect(await socket.take()).toMatchObject({ seq: 1, pad, mentions });
});

test("P5, P5.7 names and messages are stored in NFC, trimmed but for the indent of the first of several lines", async () => {
  const socket = await TestSocket.join(freshRoom());
  socket.send({ type: "message", username: "  Zoe\u0308 ", message: " a\r\nb\rc\t " });
  expect(await socket.take()).toMatchObject({ username: "Zo\u00eb", message: " a\nb\nc" });
  socket.send({ type: "message", message: " \r\n\td\u2029 " });
  expect(await socket.take()).toMatchObject({ message: "d" });
});

test("P2.4 an error carries the id of its command", async () => {
  const socket = await TestSocket.join(freshRoom());
  socket.say("", { id: "mine" });
  expect(await socket.take()).toMatchObject({ code: "bad_message", id: "mine" });
});

test.each([...REFUSED, ...REFUSED_IN_V1])(
  "P3.7 in v1, %s is an error to its sender only, and changes nothing",
  async (_what, frame, code) => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room, { username: "Ada" });
    const ben = await V1Socket.hello(room);
    ada.send(frame);
    expect(await ada.take()).toMatchObject({ type: "error", code, message: expect.stringMatching(/./) });

    ada.say("still here", "2");
    expect(await ada.take()).toMatchObject({ seq: 1, message: "still here" });
    expect(await ben.take()).toMatchObject({ seq: 1, message: "still here", username: "Ada" });
  },
);

test.each(CLOSING)("P5 in v1, a frame of %s closes its socket with 1009", async (_what, frame) => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  const ben = await V1Socket.hello(room);
  ada.send(frame);
  expect((await ada.closed).code).toBe(1009);
  expect(await ben.takeOnly("presence")).toMatchObject({ type: "presence" });
  ben.say("still here", "1");
  expect(await ben.take()).toMatchObject({ seq: 1 });
});

test.each(["system", "error", "ack", "edit", "delete", "reaction", "notice"])(
  "P2.7 a plain socket may not send the type %s, which only the room may send, and nobody receives it",
  async (type) => {
    const room = freshRoom();
    const ada = await TestSocket.join(room);
    const ben = await TestSocket.join(room);
    await ada.take();
    ada.send({ type, message: "in the room's name" });
    expect(await ada.take()).toMatchObject({ type: "error", code: "reserved_type" });
    ada.say("next");
    expect(await ben.take()).toMatchObject({ type: "message", message: "next" });
  },
);
