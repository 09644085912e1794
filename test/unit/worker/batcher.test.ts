import { expect, test } from "vitest";
import { Batcher } from "../../../src/worker/object/batcher.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** A batcher on a manual clock, with a configurable flush duration. */
function setUp(tookMs: number, capacity = Number.POSITIVE_INFINITY) {
  let now = 0;
  let timer: { at: number; run: () => void } | undefined;
  const flushes: { at: number; items: readonly number[] }[] = [];
  const gathering = new Batcher<number>({
    capacity,
    now: () => now,
    after: (ms, run) => {
      timer = { at: now + ms, run };
    },
    flush: (items, done) => {
      flushes.push({ at: now, items: [...items] });
      now += tookMs;
      done();
    },
  });
  /** Fires the pending timer and returns its delay. */
  const fire = () => {
    const due = timer;
    if (due === undefined) throw new Error("no timer is pending");
    timer = undefined;
    const waited = due.at - now;
    now = due.at;
    due.run();
    return waited;
  };
  return { gathering, flushes, fire, isIdle: () => timer === undefined };
}

test("P4.1 in a quiet room each item is flushed at once, without a timer", () => {
  const { gathering, flushes, fire, isIdle } = setUp(3);
  for (const item of [1, 2, 3]) {
    gathering.add(item, 1);
    expect(flushes.at(-1)?.items).toEqual([item]);
    fire();
    expect(isIdle()).toBe(true);
  }
});

test("items that arrive during a flush are flushed together after it, in order", () => {
  const { gathering, flushes, fire } = setUp(3);
  for (const item of [1, 2, 3, 4]) gathering.add(item, 1);
  expect(flushes).toMatchObject([{ items: [1] }]);
  fire();
  expect(flushes).toMatchObject([{ items: [1] }, { items: [2, 3, 4] }]);
});

test("the delay follows the duration of the last flush, and ends when the room is quiet", () => {
  const { gathering, fire } = setUp(10);
  gathering.add(1, 1);
  gathering.add(2, 1);
  expect(fire()).toBe(0);
  gathering.add(3, 1);
  expect(fire()).toBe(4);
  expect(fire()).toBe(4);
  gathering.add(4, 1);
  expect(fire()).toBe(0);
});

test.each([
  { tookMs: 50, delayMs: 20 },
  { tookMs: 70, delayMs: 10 },
  { tookMs: 80, delayMs: 0 },
  { tookMs: 1_000, delayMs: 0 },
])("an item takes no longer than 150 ms because of a delay: $delayMs ms after a flush of $tookMs ms", (one) => {
  const { gathering, fire } = setUp(one.tookMs);
  gathering.add(1, 1);
  gathering.add(2, 1);
  fire();
  gathering.add(3, 1);
  expect(fire()).toBeCloseTo(one.delayMs);
});

test("a flush takes everything that waits, and the next one waits until its results are sent", () => {
  const flushes: (readonly number[])[] = [];
  const timers: (() => void)[] = [];
  const sent: (() => void)[] = [];
  const batcher = new Batcher<number>({
    capacity: Number.POSITIVE_INFINITY,
    now: () => 0,
    after: (_, run) => timers.push(run),
    flush: (items, done) => {
      flushes.push(items);
      sent.push(done);
    },
  });
  for (let item = 0; item < 2_500; item += 1) batcher.add(item, 1);
  expect(flushes).toEqual([[0]]);
  expect(timers).toEqual([]);
  sent[0]?.();
  timers[0]?.();
  expect(flushes[1]).toHaveLength(2_499);
});

test("a flush stays within its weight limit, unless a single item exceeds it", () => {
  const { gathering, flushes, fire } = setUp(10, 10);
  gathering.add(1, 1);
  for (const [item, weight] of [4, 6, 1, 99, 10, 5].entries()) gathering.add(item + 2, weight);
  for (let flush = 0; flush < 5; flush += 1) fire();
  expect(flushes.map(({ items }) => items)).toEqual([[1], [2, 3], [4], [5], [6], [7]]);
});

test("drain flushes everything now, and nothing twice", () => {
  const { gathering, flushes, fire } = setUp(1);
  for (const item of [1, 2, 3]) gathering.add(item, 1);
  gathering.drain();
  gathering.drain();
  expect(flushes.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  fire();
  expect(flushes).toHaveLength(2);
});

/** The same on a clock that runs by itself, with any number of timers. */
function setUpOnClock() {
  const clock = new FakeClock();
  const started = clock.now();
  const flushes: { at: number; items: readonly number[] }[] = [];
  const gathering = new Batcher<number>({
    capacity: Number.POSITIVE_INFINITY,
    now: () => clock.now(),
    after: (ms, run) => void clock.after(ms, run),
    flush: (items, done) => {
      flushes.push({ at: clock.now() - started, items: [...items] });
      done();
    },
  });
  return { clock, flushes, gathering };
}

test("deferrable items go out with urgent ones, in order of arrival", () => {
  const { clock, flushes, gathering } = setUpOnClock();
  gathering.add(1, 1, true);
  clock.pass(10);
  gathering.add(2, 1, true);
  expect(flushes).toEqual([]);
  clock.pass(10);
  gathering.add(3, 1);
  expect(flushes).toEqual([{ at: 20, items: [1, 2, 3] }]);
});

test("a deferrable item waits at most a tenth of a second, then goes out with everything pending", () => {
  const { clock, flushes, gathering } = setUpOnClock();
  gathering.add(1, 1, true);
  clock.pass(50);
  gathering.add(2, 1, true);
  clock.pass(1_000);
  expect(flushes).toEqual([{ at: 100, items: [1, 2] }]);
});

test("a deferrable item that arrives during a flush waits at most two tenths of a second, with one timer", () => {
  const { clock, flushes, gathering } = setUpOnClock();
  gathering.add(1, 1, true);
  clock.pass(60);
  gathering.add(2, 1);
  clock.pass(20);
  gathering.add(3, 1, true);
  expect(clock.pending).toBe(1);
  clock.pass(119);
  expect(flushes).toEqual([{ at: 60, items: [1, 2] }]);
  clock.pass(1);
  expect(flushes).toEqual([
    { at: 60, items: [1, 2] },
    { at: 200, items: [3] },
  ]);
  clock.pass(1_000);
  expect(clock.pending).toBe(0);
});

test("in a quiet room an item is flushed at once, even after a deferred one", () => {
  const { clock, flushes, gathering } = setUpOnClock();
  gathering.add(1, 1, true);
  gathering.drain();
  clock.pass(1_000);
  gathering.add(2, 1, true);
  clock.pass(10);
  expect(flushes).toHaveLength(1);
  gathering.add(3, 1);
  expect(flushes.at(-1)?.items).toEqual([2, 3]);
});
