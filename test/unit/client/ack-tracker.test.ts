import { expect, it } from "vitest";
import type { FakeSocket, ServerSays } from "./fake-socket.ts";
import { client, message, messages, ready, reset, welcome } from "./harness.ts";

const acks = (socket: FakeSocket) => socket.sent.filter(({ type }) => type === "ack");
const length = (...frames: ServerSays[][]) => frames.reduce((sum, frame) => sum + JSON.stringify(frame).length, 0);

it("P3.8 acknowledges after 500 events, with the length of all frames so far and without pongs", () => {
  const { enter } = client();
  const socket = enter(0);
  const greeting = length([welcome(), reset(), ready(0)]);
  socket.receive("pong");
  socket.say(...messages(1, 499));
  expect(acks(socket)).toEqual([]);
  socket.say(message(500));
  const received = greeting + length(messages(1, 499), [message(500)]);
  expect(acks(socket)).toEqual([{ type: "ack", seq: 500, received }]);
  socket.say(...messages(501, 999));
  expect(acks(socket)).toHaveLength(1);
  socket.say(...messages(1_000, 1_100));
  expect(acks(socket)).toEqual([
    { type: "ack", seq: 500, received },
    { type: "ack", seq: 1_100, received: received + length(messages(501, 999), messages(1_000, 1_100)) },
  ]);
});

it("P3.8 acknowledges after 128 Ki units of events or of anything else", () => {
  const { enter } = client();
  const socket = enter(0);
  const data = { text: "x".repeat(10_000) };
  for (let count = 0; count < 12; count += 1) socket.say({ type: "cast", uid: "uid-ada", data });
  expect(acks(socket)).toEqual([]);
  socket.say({ type: "cast", uid: "uid-ada", data });
  expect(acks(socket)).toMatchObject([{ seq: 0 }]);
  for (let count = 0; count < 13; count += 1) socket.say({ type: "cast", uid: "uid-ada", data });
  expect(acks(socket)).toHaveLength(1);
  socket.say({ type: "cast", uid: "uid-ada", data });
  expect(acks(socket)).toHaveLength(2);
});

it("P3.8 never acknowledges by time, so that a quiet room is not woken", () => {
  const { clock, enter } = client();
  const socket = enter(0);
  socket.say(...messages(1, 499));
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
  second.say(...messages(501, 999));
  expect(acks(second)).toMatchObject([{ seq: 999 }]);
  expect(Number(acks(second)[0]?.received)).toBeLessThan(length(messages(1, 999)));
});
