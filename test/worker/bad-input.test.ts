import { expect, test } from "vitest";
import { freshRoom, TestSocket } from "./socket.ts";

const KIB = 1024;
const bytes = (...values: number[]) => new Uint8Array(values).buffer;
const message = (fields: object) => JSON.stringify({ type: "message", username: "Ada", message: "hello", ...fields });

const refused: [what: string, frame: string | ArrayBuffer, code: string][] = [
  ["bad JSON", "{", "bad_json"],
  ["an empty frame", "", "bad_json"],
  ["null", "null", "not_object"],
  ["an array", "[]", "not_object"],
  ["a string", '""', "not_object"],
  ["a number", "42", "not_object"],
  ["a boolean", "true", "not_object"],
  ["a binary frame", bytes(0x7b, 0x7d), "binary"],
  ["a frame of 16 KiB + 1", message({ pad: "x".repeat(16 * KIB + 1 - message({ pad: "" }).length) }), "too_large"],
  ["a binary frame of 16 KiB + 1", new ArrayBuffer(16 * KIB + 1), "too_large"],
  ["a short text of more than 16 KiB in UTF-8", message({ message: "€".repeat(6_000) }), "too_large"],
  ["8,000 brackets", "[".repeat(8_000), "bad_json"],
  ["an object of 33 levels", `${'{"a":'.repeat(33)}1${"}".repeat(33)}`, "too_deep"],
  ["a __proto__ key", '{"__proto__":{"admin":true}}', "forbidden_key"],
  ["a __proto__ key inside", message({}).replace("}", ',"x":[{"__proto__":1}]}'), "forbidden_key"],
  ["a message that is a number", message({ message: 5 }), "bad_message"],
  ["a message that is missing", '{"type":"message","username":"Ada"}', "bad_message"],
  ["a message of spaces", message({ message: " \n\t " }), "bad_message"],
  ["a message of zero-width spaces", message({ message: "\u200b\u200b" }), "bad_message"],
  ["a message with NUL", message({ message: "a\u0000b" }), "bad_message"],
  ["a message with U+202E", message({ message: "a\u202eb" }), "bad_message"],
  ["a message of 4,001 characters", message({ message: "x".repeat(4_001) }), "message_too_long"],
  ["a name of spaces", message({ username: "   " }), "bad_username"],
  ["an empty name", message({ username: "" }), "bad_username"],
  ["a name of 33 characters", message({ username: "x".repeat(33) }), "bad_username"],
  ["a name with U+202E", message({ username: "a\u202eb" }), "bad_username"],
  ["a name in two lines", message({ username: "a\nb" }), "bad_username"],
  ["a name that is no string", message({ username: 7 }), "bad_username"],
  ["a lone surrogate", '{"type":"message","message":"\\ud83d"}', "bad_encoding"],
  ["a lone surrogate in a key", '{"\\udc00":1}', "bad_encoding"],
  ["invalid UTF-8, which the platform hands on as U+FFFD", '{"type":"message","message":"\ufffd"}', "bad_encoding"],
  ["an id of no characters", message({ id: "" }), "bad_id"],
  ["an id of 37 characters", message({ id: "x".repeat(37) }), "bad_id"],
  ["an id that is a number", message({ id: 1 }), "bad_id"],
  ["a system message", '{"type":"system","message":"Ada disconnected"}', "reserved_type"],
  ["an error", '{"type":"error","code":"internal","message":"!"}', "reserved_type"],
];

test.each(refused)("P2.4 %s is an error to its sender alone, and nothing else changes", async (_what, frame, code) => {
  const room = freshRoom();
  const ada = await TestSocket.join(room);
  const ben = await TestSocket.join(room);
  await ada.take();
  ada.send(frame);
  expect(await ada.take()).toMatchObject({ type: "error", code, message: expect.stringMatching(/./) });

  ada.say("still here");
  expect(await ada.take()).toMatchObject({ seq: 1, message: "still here" });
  expect(await ben.take()).toMatchObject({ seq: 1, message: "still here", username: expect.stringMatching(/^guest-/) });
});

test.each([
  ["1 MiB", "x".repeat(1024 * KIB)],
  ["a million [", "[".repeat(1_000_000)],
  ["64 KiB + 1 of binary", new ArrayBuffer(64 * KIB + 1)],
])("P5 a frame of %s closes its socket with 1009, and the others hear that it left", async (_what, frame) => {
  const room = freshRoom();
  const ada = await TestSocket.join(room);
  const ben = await TestSocket.join(room);
  await ada.take();
  ada.send(frame);
  expect((await ada.closed).code).toBe(1009);
  expect(await ben.take()).toMatchObject({ type: "system", message: expect.stringContaining("disconnected") });
  ben.say("still here");
  expect(await ben.take()).toMatchObject({ seq: 1 });
});

test("P5 the longest message and the longest name that the limits allow are taken", async () => {
  const socket = await TestSocket.join(freshRoom());
  const longest = { username: "😀".repeat(32), message: "é".repeat(4_000) };
  socket.send({ type: "message", ...longest });
  expect(await socket.take()).toMatchObject(longest);
});

test("P5 a frame of exactly 16 KiB is taken", async () => {
  const socket = await TestSocket.join(freshRoom());
  socket.send(message({ pad: "x".repeat(16 * KIB - message({ pad: "" }).length) }));
  expect(await socket.take()).toMatchObject({ seq: 1, message: "hello" });
});

test("P5 names and messages are stored in NFC and trimmed, line breaks as line feeds", async () => {
  const socket = await TestSocket.join(freshRoom());
  socket.send({ type: "message", username: "  Zoe\u0308 ", message: " a\r\nb\rc\t " });
  expect(await socket.take()).toMatchObject({ username: "Zo\u00eb", message: "a\nb\nc" });
});

test("P2.4 an error carries the id of the command that it is about", async () => {
  const socket = await TestSocket.join(freshRoom());
  socket.say("", { id: "mine" });
  expect(await socket.take()).toMatchObject({ code: "bad_message", id: "mine" });
});
