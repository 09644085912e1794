import { runInDurableObject } from "cloudflare:test";
import { expect, onTestFinished, test, vi } from "vitest";
import { MAX_TYPING } from "../../src/protocol/limits.ts";
import type { ChatRoom } from "../../src/worker/index.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** More users than presence lists by name (P3.6). */
const CROWD = 220;
/** Frames per socket for one turn: two windows, in case a busy machine splits it. */
const WINDOWS = 2;

async function openAll(room: string): Promise<V1Socket[]> {
  const sockets: V1Socket[] = [];
  for (let count = 0; count < CROWD; count += 1) sockets.push(await V1Socket.open(room));
  return sockets;
}

/** Runs an action for each socket in a single turn of the object, as if all were already waiting. */
async function atOnce(room: string, run: (object: ChatRoom, socket: WebSocket, index: number) => void): Promise<void> {
  await runInDurableObject(stubOf(room), (object: ChatRoom, state) => {
    // In the order in which they were accepted.
    for (const [index, socket] of state.getWebSockets().reverse().entries()) run(object, socket, index);
  });
}

const say = (command: object) => (object: ChatRoom, socket: WebSocket) => {
  object.webSocketMessage(socket, JSON.stringify(command));
};

async function joinAll(room: string): Promise<V1Socket[]> {
  const sockets = await openAll(room);
  await atOnce(room, say({ type: "hello", v: 1 }));
  await Promise.all(sockets.map((socket) => socket.takeCount(CROWD)));
  return sockets;
}

test("P3.6 a storm of joins costs each socket its welcome and one frame per window, not one per join", async () => {
  const sockets = await joinAll(freshRoom());
  for (const { frames } of sockets) expect(frames).toBeLessThanOrEqual(1 + WINDOWS);
});

test("P3.6, P3.10 a storm of leaves costs each remaining socket one frame per window, which lists who stayed", async () => {
  const STAY = 20;
  const room = freshRoom();
  const sockets = (await joinAll(room)).slice(0, STAY);
  const before = sockets.map(({ frames }) => frames);
  await atOnce(room, (object, socket, index) => {
    if (index >= STAY) object.webSocketClose(socket, 1000, "", true);
  });
  for (const [index, socket] of sockets.entries()) {
    expect((await socket.takeCount(STAY)).joined).toHaveLength(STAY);
    expect(socket.frames - (before[index] ?? 0)).toBeLessThanOrEqual(WINDOWS);
  }
});

test("P3.9 if everyone types repeatedly, each socket gets one signal at once and 20 in one later frame", async () => {
  const room = freshRoom();
  const sockets = await joinAll(room);
  const before = sockets.map(({ frames }) => frames);
  const clock = vi.spyOn(Date, "now");
  onTestFinished(() => clock.mockRestore());
  const later = Date.now() + 10_000;
  clock.mockReturnValue(later);
  await atOnce(room, (object, socket) => {
    for (let again = 0; again < 3; again += 1) say({ type: "typing" })(object, socket);
  });
  clock.mockReturnValue(later + 10_000);
  // The first message starts the turn that sends the rest, and the second shows that nothing else follows.
  sockets.at(-1)?.say("hello", "1");
  sockets.at(-1)?.say("hello", "2");
  for (const [index, socket] of sockets.entries()) {
    const typing: unknown[] = [];
    for (let next = await socket.take(); next.id !== "2"; next = await socket.take()) {
      if (next.type === "typing") typing.push(next.uid);
    }
    expect(typing).toHaveLength(1 + MAX_TYPING);
    expect(new Set(typing).size).toBe(MAX_TYPING);
    // Two typing signals and two messages.
    expect(socket.frames - (before[index] ?? 0)).toBeLessThanOrEqual(4);
  }
});
