import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket, fakeRoom } from "./client-fake-socket.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Milliseconds within which a first attempt begins: it only waits for its turn. */
const AT_ONCE = 1;
const PING_AT_MOST = 25_000;
const PONG_WITHIN = 10_000;

test("P2.5 asks for the history, without a subprotocol", async () => {
  const room = fakeRoom();
  expect((await room.nextSocket(AT_ONCE)).url).toBe("ws://room.test/ws/lobby?history=100");
});

test("P2.1 is entered with the room's own word, not with the open socket", async () => {
  const room = fakeRoom();
  const socket = await room.nextSocket(AT_ONCE);
  socket.open();
  expect(room.states()).toEqual([]);
  socket.receive({ type: "system", message: "guest-1 connected" });
  expect(room.states()).toEqual(["entered"]);
  expect(room.told("system")).toEqual([{ type: "system", text: "guest-1 connected" }]);
});

test("a lost connection is tried again, after a wait that grows", async () => {
  const room = fakeRoom();
  (await room.nextSocket(AT_ONCE)).welcome();
  room.sockets[0]?.drop();
  expect(room.states()).toEqual(["entered", "reconnecting"]);
  // Half of one second, of two, of four.
  for (const wait of [500, 1_000, 2_000]) {
    const count = room.sockets.length;
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(room.sockets).toHaveLength(count);
    (await room.nextSocket(3)).drop();
  }
});

test("an attempt that nobody answers is given up after ten seconds", async () => {
  const room = fakeRoom();
  await room.nextSocket(AT_ONCE);
  await vi.advanceTimersByTimeAsync(9_990);
  expect(room.sockets).toHaveLength(1);
  await room.nextSocket(600);
  expect(room.states()).toEqual(["reconnecting"]);
});

test.each([4400, 4403, 4499])("P6 after %i it does not come back by itself", async (code) => {
  const room = fakeRoom();
  (await room.nextSocket(AT_ONCE)).welcome();
  room.sockets[0]?.drop(code, "no");
  expect(room.told("status").at(-1)?.status).toEqual({ state: "failed", code, reason: "no" });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(room.sockets).toHaveLength(1);

  room.connection.enter();
  (await room.nextSocket(AT_ONCE)).welcome();
  expect(room.states().at(-1)).toBe("entered");
});

test.each([1000, 1009, 1012, 4001, 4029])("P6 after %i it comes back", async (code) => {
  const room = fakeRoom();
  (await room.nextSocket(AT_ONCE)).welcome();
  room.sockets[0]?.drop(code);
  await room.nextSocket(1_000);
});

test("P1.4 pings while the room is quiet", async () => {
  const room = fakeRoom({ random: () => 0 });
  const socket = await room.nextSocket(AT_ONCE);
  socket.welcome();
  for (const count of [1, 2, 3]) {
    await vi.advanceTimersByTimeAsync(PING_AT_MOST - 1);
    expect(socket.sent).toHaveLength(count - 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(socket.sent).toEqual(Array(count).fill("ping"));
    socket.receive("pong");
  }
});

test("pings earlier by up to a fifth, so that clients fall out of step", async () => {
  const room = fakeRoom({ random: () => 1 - Number.EPSILON });
  const socket = await room.nextSocket(AT_ONCE);
  socket.welcome();
  await vi.advanceTimersByTimeAsync(PING_AT_MOST * 0.8 + 1);
  expect(socket.sent).toEqual(["ping"]);
});

test("P1.4 a ping without an answer is the end of the connection", async () => {
  const room = fakeRoom();
  const socket = await room.nextSocket(AT_ONCE);
  socket.welcome();
  await vi.advanceTimersByTimeAsync(PING_AT_MOST);
  expect(socket.sent).toEqual(["ping"]);
  const next = await room.nextSocket(PONG_WITHIN);
  expect(socket.readyState).toBe(FakeSocket.CLOSED);
  expect(room.states()).toEqual(["entered", "reconnecting"]);
  next.welcome();
  expect(room.states().at(-1)).toBe("entered");
});

test("anything that comes answers a ping", async () => {
  const room = fakeRoom();
  const socket = await room.nextSocket(AT_ONCE);
  socket.welcome();
  await vi.advanceTimersByTimeAsync(PING_AT_MOST);
  socket.receive({ type: "wave" });
  await vi.advanceTimersByTimeAsync(PONG_WITHIN);
  expect(room.states()).toEqual(["entered"]);
});

test("wake pings an open connection, and cuts the wait of a lost one", async () => {
  const room = fakeRoom();
  const socket = await room.nextSocket(AT_ONCE);
  socket.welcome();
  room.connection.wake();
  room.connection.wake();
  expect(socket.sent).toEqual(["ping"]);

  socket.drop();
  await vi.advanceTimersByTimeAsync(AT_ONCE);
  expect(room.sockets).toHaveLength(1);
  room.connection.wake();
  await room.nextSocket(AT_ONCE);
});

test("who left stays away until they enter again", async () => {
  const room = fakeRoom();
  (await room.nextSocket(AT_ONCE)).welcome();
  room.connection.leave();
  expect(room.sockets[0]?.readyState).toBe(FakeSocket.CLOSED);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(room.sockets).toHaveLength(1);

  room.connection.enter();
  (await room.nextSocket(AT_ONCE)).welcome();
  expect(room.states()).toEqual(["entered", "disconnected", "entering", "entered"]);
});

test("who left during a wait is not connected when it ends", async () => {
  const room = fakeRoom();
  (await room.nextSocket(AT_ONCE)).drop();
  room.connection.leave();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(room.sockets).toHaveLength(1);
  expect(room.states()).toEqual(["reconnecting", "disconnected"]);
});
