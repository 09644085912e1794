import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeRoom, message } from "./client-fake-socket.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const AT_ONCE = 1;
const FIRST_RETRY = 1_000;

test("P2.5 what was said while away appears once, and nothing that was there before", async () => {
  const room = fakeRoom();
  const first = await room.nextSocket(AT_ONCE);
  first.welcome(message(1), message(2));
  first.receive(message(3));
  first.drop();
  (await room.nextSocket(FIRST_RETRY)).welcome(message(1), message(2), message(3), message(4), message(5));
  expect(room.told("message").map((event) => event.message.seq)).toEqual([1, 2, 3, 4, 5]);
  expect(room.told("hole")).toEqual([]);
});

test("P4.2 says so when more was missed than the room repeats", async () => {
  const room = fakeRoom();
  const first = await room.nextSocket(AT_ONCE);
  first.welcome(message(1));
  first.drop();
  (await room.nextSocket(FIRST_RETRY)).welcome(message(50), message(51));
  expect(room.events.map(({ type }) => type)).toEqual([
    ...["message", "status", "system", "status"],
    ...["hole", "message", "message", "status", "system"],
  ]);
});

test("frames that it does not know change nothing", async () => {
  const room = fakeRoom();
  const socket = await room.nextSocket(AT_ONCE);
  socket.welcome();
  const before = room.events.length;
  for (const frame of ["pong", "{", "null", "[]", "7", new ArrayBuffer(1), { type: "wave" }, {}]) socket.receive(frame);
  expect(room.events).toHaveLength(before);
  socket.receive(message(1));
  expect(room.told("message")).toHaveLength(1);
});

test("P2.2 says a message under an id of its own, and knows it when it comes back", async () => {
  const room = fakeRoom();
  const socket = await room.nextSocket(AT_ONCE);
  socket.welcome();
  expect(room.connection.say("Ada", "hello")).toEqual({ ok: true, id: "own-1" });
  expect(socket.said).toEqual([{ type: "message", id: "own-1", username: "Ada", message: "hello" }]);
  socket.receive(message(1, { id: "own-1" }));
  socket.receive(message(2, { id: "other" }));
  expect(room.told("message").map(({ own }) => own)).toEqual([true, false]);
});

test("what is said before the room is there is sent once it is, in order", async () => {
  const room = fakeRoom();
  room.connection.say("Ada", "one");
  const socket = await room.nextSocket(AT_ONCE);
  socket.open();
  room.connection.say("Ada", "two");
  expect(socket.said).toEqual([]);
  socket.receive({ type: "system", message: "guest-1 connected" });
  expect(socket.said.map((said) => said.message)).toEqual(["one", "two"]);
});

test("P4.3 what was in flight when the connection broke is sent again only if the room does not have it", async () => {
  const room = fakeRoom();
  const first = await room.nextSocket(AT_ONCE);
  first.welcome();
  room.connection.say("Ada", "stored");
  room.connection.say("Ada", "lost");
  first.drop();
  room.connection.say("Ada", "said while away");
  const second = await room.nextSocket(FIRST_RETRY);
  second.welcome(message(1, { id: "own-1" }));
  expect(second.said.map(({ id }) => id)).toEqual(["own-2", "own-3"]);

  for (const seq of [2, 3]) second.receive(message(seq, { id: `own-${seq}` }));
  second.drop();
  const third = await room.nextSocket(2 * FIRST_RETRY);
  third.welcome();
  expect(third.said).toEqual([]);
});

test("P2.6 an ack settles what the room has from before", async () => {
  const room = fakeRoom();
  const first = await room.nextSocket(AT_ONCE);
  first.welcome();
  room.connection.say("Ada", "hello");
  first.receive({ type: "ack", id: "own-1", seq: 1, dup: true });
  expect(room.told("stored")).toEqual([{ type: "stored", id: "own-1" }]);
  first.drop();
  const second = await room.nextSocket(FIRST_RETRY);
  second.welcome();
  expect(second.said).toEqual([]);
});

test("P2.4 a refusal is told with its id, and what was refused is not sent again", async () => {
  const room = fakeRoom();
  const first = await room.nextSocket(AT_ONCE);
  first.welcome();
  room.connection.say("Ada", "hello");
  first.receive({ type: "error", code: "new_code", message: "No.", id: "own-1" });
  first.receive({ type: "error", code: "internal", message: "Oh." });
  expect(room.told("refused")).toEqual([
    { type: "refused", code: "new_code", text: "No.", id: "own-1" },
    { type: "refused", code: "internal", text: "Oh.", id: undefined },
  ]);
  first.drop();
  const second = await room.nextSocket(FIRST_RETRY);
  second.welcome();
  expect(second.said).toEqual([]);
});

test.each([
  ["message_too_long", "x".repeat(4_001)],
  ["bad_message", "\u202e"],
  ["bad_encoding", "\ufffd"],
  ["too_large", "\u{1f600}".repeat(5_000)],
  ["too_large", "x".repeat(100_000)],
])("P5 what the room would refuse (%s) is not sent", async (code, text) => {
  const room = fakeRoom();
  const socket = await room.nextSocket(AT_ONCE);
  socket.welcome();
  expect(room.connection.say("Ada", text)).toEqual({ ok: false, code });
  expect(socket.sent).toEqual([]);
});
