import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/protocol/json.ts";
import { JobQueue } from "../../../src/worker/object/job-queue.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryJobStore } from "../../support/memory-job-store.ts";

const HOUR_MS = 60 * 60 * 1_000;

/** A queue whose alarm is read by the test, with a handler for jobs of the kind "work". */
function setUp(work: (payload: JsonObject) => void | Promise<void> = () => {}) {
  const clock = new FakeClock();
  const store = new MemoryJobStore();
  const failures: { kind: string; isLast: boolean }[] = [];
  const state: { alarm: number | undefined; sweep: number | undefined } = { alarm: undefined, sweep: undefined };
  const queue = new JobQueue({
    store,
    alarms: {
      setAlarm: async (at) => {
        state.alarm = at;
      },
      deleteAlarm: async () => {
        state.alarm = undefined;
      },
    },
    handlerOf: (kind) => (kind === "work" ? work : undefined),
    sweepDue: () => state.sweep,
    now: () => clock.now(),
    failed: (kind, _error, isLast) => failures.push({ kind, isLast }),
  });
  return { clock, failures, queue, state, store };
}

test("the alarm is for whatever is due first, a job or the presence sweep, and goes with the last of them", () => {
  const { queue, state } = setUp();
  queue.schedule("work", 500);
  expect(state.alarm).toBe(500);
  state.sweep = 200;
  queue.schedule("other", 300);
  expect(state.alarm).toBe(200);
  state.sweep = undefined;
  queue.cancel("other");
  expect(state.alarm).toBe(500);
  queue.cancel("work");
  expect(state.alarm).toBeUndefined();
});

test("a job runs once with its payload when it is due, and not before", async () => {
  const payloads: JsonObject[] = [];
  const { clock, queue, store } = setUp((payload) => void payloads.push(payload));
  queue.schedule("work", clock.now() + 100, { page: 3 });
  await queue.run();
  expect(payloads).toEqual([]);
  clock.pass(100);
  await queue.run();
  await queue.run();
  expect(payloads).toEqual([{ page: 3 }]);
  expect(store.nextDue()).toBeUndefined();
});

test("a job that schedules its kind again stays", async () => {
  const { clock, queue, store } = setUp(() => queue.schedule("work", clock.now() + HOUR_MS));
  queue.schedule("work", clock.now());
  await queue.run();
  expect(store.nextDue()).toBe(clock.now() + HOUR_MS);
});

test("a job that fails is tried again, after longer and longer waits, and given up after 16 attempts", async () => {
  const { clock, failures, queue, store } = setUp(() => Promise.reject(new Error("no")));
  queue.schedule("work", clock.now());
  const waits: number[] = [];
  for (;;) {
    await queue.run();
    const due = store.nextDue();
    if (due === undefined) break;
    waits.push(due - clock.now());
    clock.pass(due - clock.now());
  }
  expect(waits.slice(0, 4)).toEqual([10_000, 20_000, 40_000, 80_000]);
  expect(waits.at(-1)).toBe(HOUR_MS);
  expect(failures).toHaveLength(16);
  expect(failures.filter(({ isLast }) => isLast)).toHaveLength(1);
});

test("P4.4 a job of a kind that this release does not know waits as it is, an hour at a time", async () => {
  const { clock, failures, queue, store } = setUp();
  queue.schedule("later", clock.now(), { page: 3 });
  await queue.run();
  const due = clock.now() + HOUR_MS;
  expect(store.nextDue()).toBe(due);
  expect(store.due(due)).toMatchObject([{ kind: "later", due, payload: { page: 3 } }]);
  expect(failures).toEqual([]);
});

test("a job that another release left for days has all its attempts", async () => {
  const { clock, failures, queue, store } = setUp(() => Promise.reject(new Error("no")));
  store.put({ kind: "work", due: clock.now(), payload: {}, attempts: -100 });
  await queue.run();
  expect(failures).toEqual([{ kind: "work", isLast: false }]);
  expect(store.nextDue()).toBe(clock.now() + 10_000);
});

test("P4.4 a job that no release has known for a week is given up with a line in the log", async () => {
  const { clock, failures, queue, state, store } = setUp();
  queue.schedule("later", clock.now());
  const start = clock.now();
  for (let look = 0; look < 8 * 24; look += 1) {
    const due = store.nextDue();
    if (due === undefined) break;
    clock.pass(due - clock.now());
    await queue.run();
  }
  expect(clock.now() - start).toBe(7 * 24 * HOUR_MS);
  expect(failures).toEqual([{ kind: "later", isLast: true }]);
  expect(state.alarm).toBeUndefined();
});
