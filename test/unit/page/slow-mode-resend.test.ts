import { afterEach, expect, test, vi } from "vitest";
import { createChat } from "../../../src/page/model/chat.ts";
import { client } from "../client/harness.ts";

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
