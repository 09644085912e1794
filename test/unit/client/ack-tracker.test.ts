import { expect, it } from "vitest";
import { announce, DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import type { FakeSocket, ServerSays } from "./fake-socket.ts";
import { client, message, messages, ready, reset, welcome } from "./harness.ts";

const acks = (socket: FakeSocket) => socket.sent.filter(({ type }) => type === "ack");
const length = (...frames: ServerSays[][]) => frames.reduce((sum, frame) => sum + JSON.stringify(frame).length, 0);

it("P3.17 acknowledges after an eighth of the lag in events, with the length of all frames so far and without pongs", () => {
  const { enter } = client();
  const socket = enter(0);
  const greeting = length([welcome(), reset(), ready(0)]);
  socket.receive("pong");
  socket.say(...messages(1, 3_999));
  expect(acks(socket)).toEqual([]);
  socket.say(message(4_000));
  const received = greeting + length(messages(1, 3_999), [message(4_000)]);
  expect(acks(socket)).toEqual([{ type: "ack", seq: 4_000, received }]);
  socket.say(...messages(4_001, 7_999));
  expect(acks(socket)).toHaveLength(1);
  socket.say(...messages(8_000, 8_100));
  expect(acks(socket)).toEqual([
    { type: "ack", seq: 4_000, received },
    { type: "ack", seq: 8_100, received: received + length(messages(4_001, 7_999), messages(8_000, 8_100)) },
  ]);
});

it("P3.17 acknowledges after an eighth of the lag in length, of events or of anything else", () => {
  const { enter } = client();
  const socket = enter(0);
  const data = { text: "x".repeat(100_000) };
  for (let count = 0; count < 10; count += 1) socket.say({ type: "cast", uid: "uid-ada", data });
  expect(acks(socket)).toEqual([]);
  socket.say({ type: "cast", uid: "uid-ada", data });
  expect(acks(socket)).toMatchObject([{ seq: 0 }]);
  for (let count = 0; count < 10; count += 1) socket.say({ type: "cast", uid: "uid-ada", data });
  expect(acks(socket)).toHaveLength(1);
  socket.say({ type: "cast", uid: "uid-ada", data });
  expect(acks(socket)).toHaveLength(2);
});

it("P3.17 a room of an older server, which closes after 4,000 events, gets an acknowledgement after 500", () => {
  const lag = { events: 4_000, length: 1_048_576 };
  const socket = client().socket().open();
  socket.say(welcome({ limits: { ...announce(DEFAULT_LIMITS), lag } }), reset(), ready(0));
  socket.say(...messages(1, 499));
  expect(acks(socket)).toEqual([]);
  socket.say(message(500));
  expect(acks(socket)).toMatchObject([{ seq: 500 }]);
});

it("P3.8 never acknowledges by time, so that a quiet room is not woken", () => {
  const { clock, enter } = client();
  const socket = enter(0);
  socket.say(...messages(1, 3_999));
  for (let minute = 0; minute < 60; minute += 1) {
    clock.pass(30_000);
    socket.receive("pong");
    clock.pass(30_000);
    socket.receive("pong");
  }
  expect(acks(socket)).toEqual([]);
});

it("P3.8 starts counting again on every socket", () => {
  const { comeBack, enter } = client();
  const first = enter(0);
  first.say(...messages(1, 499));
  first.drop();
  const second = comeBack(500, message(500));
  expect(acks(second)).toEqual([]);
  second.say(...messages(501, 4_499));
  expect(acks(second)).toMatchObject([{ seq: 4_499 }]);
  expect(Number(acks(second)[0]?.received)).toBeLessThan(length(messages(1, 4_499)));
});

it("P3.19 counts a binary frame in bytes", () => {
  const socket = client().socket().open();
  const bytes = (...objects: ServerSays[]) => new TextEncoder().encode(JSON.stringify(objects)).buffer;
  const greeting = bytes(welcome(), reset(), ready(0));
  const events = bytes(...messages(1, 3_999), message(4_000, { message: "你好" }));
  expect(socket.sent).toMatchObject([{ type: "hello", binary: true }]);
  socket.receive(greeting);
  socket.receive(events);
  expect(acks(socket)).toEqual([{ type: "ack", seq: 4_000, received: greeting.byteLength + events.byteLength }]);
});
