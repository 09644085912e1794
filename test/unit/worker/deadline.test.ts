import { afterEach, expect, test, vi } from "vitest";
import { Deadline } from "../../../src/worker/base/deadline.ts";

afterEach(() => void vi.useRealTimers());

test("a deadline aborts its signal in time, as AbortSignal.timeout does", () => {
  vi.useFakeTimers();
  using deadline = new Deadline(5_000);
  vi.advanceTimersByTime(4_999);
  expect(deadline.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(deadline.signal).toMatchObject({ aborted: true, reason: { name: "TimeoutError" } });
});

test("a deadline leaves no timer behind, which would keep an object in memory", () => {
  vi.useFakeTimers();
  const use = () => {
    using deadline = new Deadline(5_000);
    expect(vi.getTimerCount()).toBe(1);
    return deadline.signal;
  };
  const signal = use();
  expect(vi.getTimerCount()).toBe(0);
  expect(signal.aborted).toBe(false);
});
