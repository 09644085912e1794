import { runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import type { ChatRoom } from "../../src/worker/index.ts";
import { freshRoom, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const BURST = 200;

/** Delivers frames to the object in a single turn, as if they were already waiting. */
async function deliver(room: string, frames: readonly [sender: number, command: object][]): Promise<void> {
  await runInDurableObject(stubOf(room), (object: ChatRoom, state) => {
    // In the order in which they were accepted.
    const sockets = state.getWebSockets().reverse();
    for (const [sender, command] of frames) {
      const socket = sockets[sender];
      if (socket === undefined) throw new Error("no such socket");
      object.webSocketMessage(socket, JSON.stringify(command));
    }
  });
}

function burst(sender: number): [sender: number, command: object][] {
  return Array.from({ length: BURST }, (_, index) => {
    return [sender, { type: "message", id: String(index + 1), message: `message ${index + 1}` }];
  });
}

test("P3.5 items batched during a flush reach a v1 socket as one frame, complete and in order", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  const plain = await TestSocket.join(room);
  await deliver(room, burst(0));
  const before = ada.frames;
  for (let count = 1; count <= BURST; count += 1) {
    const expected = { type: "message", seq: count, message: `message ${count}` };
    expect(await ada.take()).toMatchObject(expected);
    expect(await plain.take()).toMatchObject(expected);
  }
  // The first arrives alone, the others together; presence may come in between.
  expect(ada.frames - before).toBeLessThanOrEqual(3);
});

test("P3.4 a client that connects during a burst misses nothing and gets nothing twice", async () => {
  const room = freshRoom();
  await V1Socket.hello(room);
  const ben = await V1Socket.open(room);
  await deliver(room, burst(0).toSpliced(BURST / 2, 0, [1, { type: "hello", v: 1 }]));
  expect(await ben.take()).toMatchObject({ type: "welcome", head: BURST / 2 });
  expect(await ben.take()).toMatchObject({ type: "reset", reason: "new" });
  expect(await ben.take()).toEqual({ type: "ready", seq: BURST / 2 });
  for (let seq = BURST / 2 + 1; seq <= BURST; seq += 1) expect(await ben.take()).toMatchObject({ seq });
});

test("P3.1 frames sent right after a hello, including an ack, run after it", async () => {
  const room = freshRoom();
  await V1Socket.hello(room);
  const ben = await V1Socket.open(room);
  await deliver(room, [
    [0, { type: "typing" }],
    [1, { type: "hello", v: 1 }],
    [1, { type: "read", seq: 0 }],
    [1, { type: "message", id: "1", message: "hello" }],
  ]);
  expect(await ben.take()).toMatchObject({ type: "welcome" });
  expect(await ben.takeOnly("message")).toMatchObject({ seq: 1, uid: expect.any(String), message: "hello" });
});

test("P4.1 in a batch, only the command that cannot be stored is rejected, and the others leave no hole", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  await runInDurableObject(stubOf(room), (_object, { storage }) => {
    storage.sql.exec(
      "CREATE TRIGGER bad BEFORE INSERT ON messages WHEN new.message = 'bad' BEGIN SELECT RAISE(ABORT, 'bad'); END",
    );
  });
  for (let count = 1; count <= 20; count += 1) ada.say(count === 10 ? "bad" : "good", String(count));
  const seen = [];
  for (let count = 1; count <= 20; count += 1) seen.push(await ada.take());
  log.mockRestore();
  const stored = seen.filter(({ type }) => type === "message");
  expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
  expect(seen.filter(({ type }) => type === "error")).toMatchObject([{ code: "internal", id: "10" }]);
});
