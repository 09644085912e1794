import { afterEach, expect, test, vi } from "vitest";
import { createChat } from "../../../src/page/model/chat.ts";
import { OPEN_ROOM } from "../../../src/protocol/moderation.ts";
import { client, ME, message } from "../client/harness.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("P9.6 a message that slow mode refused is sent again when the time is over", async () => {
  vi.useFakeTimers();
  const { enter, room, socket } = client();
  const chat = createChat("me", () => room);
  enter();
  chat.type("too soon");
  chat.send();
  const sent = () => socket().commands.filter(({ type }) => type === "message");
  socket().say({ type: "error", id: sent()[0]?.id, code: "slow_mode", message: "Wait.", retryAfter: 2_000 });
  await vi.advanceTimersByTimeAsync(0);
  expect(chat.view.waitUntil).toBe(Date.now() + 2_000);
  await vi.advanceTimersByTimeAsync(1_999);
  expect(sent()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(chat.view.waitUntil).toBe(0);
  expect(sent()).toHaveLength(2);
  expect(sent()[1]).toMatchObject({ message: "too soon" });
});

test("P9.6 a message of one's own starts the wait that is left of it, and none if it is older, as after a resume", () => {
  vi.useFakeTimers();
  const { enter, room, socket } = client();
  const chat = createChat("me", () => room);
  enter();
  socket().say({ type: "room", settings: { ...OPEN_ROOM, slowMode: 60 } });
  const own = (seq: number, at: number) => socket().say(message(seq, { uid: ME, at }));
  const now = Date.now();
  own(1, now - 3_600_000);
  expect(chat.view.waitUntil).toBe(0);
  own(2, now - 20_000);
  expect(chat.view.waitUntil).toBe(now + 40_000);
  // The room's clock is ahead.
  own(3, now + 5_000);
  expect(chat.view.waitUntil).toBe(now + 60_000);
});
