import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import type { ChatRoomObject } from "../../src/worker/object/chat-room.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** More than may wait for one person, who has half of what the room can hold. */
const BURST = 24_000;

test("P4.9 a command that finds no room is rate_limited at once, and everything else is stored", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  const ben = await V1Socket.hello(room);
  await runInDurableObject(stubOf(room), (object: ChatRoomObject, state) => {
    // In the order in which they were accepted.
    const [first, second] = state.getWebSockets().reverse();
    if (first === undefined || second === undefined) throw new Error("no sockets");
    for (let index = 1; index <= BURST; index += 1) {
      object.webSocketMessage(first, JSON.stringify({ type: "message", id: String(index), message: "hello" }));
    }
    object.webSocketMessage(second, JSON.stringify({ type: "message", id: "b", message: "also hello" }));
  });
  const seqs: unknown[] = [];
  const refused: unknown[] = [];
  for (let count = 0; count <= BURST; count += 1) {
    const answer = await ada.take();
    if (answer.type === "message") seqs.push(answer.seq);
    else refused.push(answer);
    if (count % 5_000 === 0) ada.send({ type: "ack", seq: seqs.length });
  }
  expect(refused.length).toBeGreaterThan(1_000);
  expect(refused[0]).toMatchObject({ type: "error", code: "rate_limited", retryAfter: 1_000, id: expect.any(String) });
  expect(seqs).toEqual(Array.from({ length: BURST + 1 - refused.length }, (_, index) => index + 1));
  // One loud person leaves room for the others.
  for (let answer = await ben.take(); answer.id !== "b"; answer = await ben.take()) {
    // The earlier messages.
  }
  ada.say("again", "again");
  expect(await ada.takeOnly("message")).toMatchObject({ id: "again" });
});

test("P4.9 an overloaded room answers what it refuses at once, and stores up no answers", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  await runInDurableObject(stubOf(room), (object: ChatRoomObject, state) => {
    const [socket] = state.getWebSockets();
    if (socket === undefined) throw new Error("no socket");
    for (let index = 1; index <= BURST; index += 1) {
      object.webSocketMessage(socket, JSON.stringify({ type: "message", id: String(index), message: "hello" }));
    }
  });
  // The first message found a quiet room; the others wait for its next turn.
  expect(await ada.take()).toMatchObject({ type: "message", id: "1" });
  let refused = 0;
  for (let answer = await ada.take(); answer.type === "error"; answer = await ada.take()) refused += 1;
  expect(refused).toBeGreaterThan(1_000);
});
