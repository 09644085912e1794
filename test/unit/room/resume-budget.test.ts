import { expect, test } from "vitest";
import { ResumeBudget } from "../../../src/room/limits/resume-budget.ts";
import { resume } from "../../../src/room/log/resume.ts";
import { PUBLIC_VIEWER } from "../../../src/room/log/visibility.ts";
import { MemoryEventLog } from "../../support/memory-event-log.ts";

const MIB = 1024 * 1024;

test("P3.12 an address receives 4 MiB of log at once and 64 KiB a second; another one has its own, and loopback has none", () => {
  const budget = new ResumeBudget();
  const ada = { from: "ada" };
  budget.spend(ada, 4 * MIB - 1, 0);
  expect(budget.hasMore(ada, 0)).toBe(true);
  budget.spend(ada, 256 * 1024, 0);
  expect(budget.hasMore(ada, 0)).toBe(false);
  expect(budget.hasMore(ada, 3_000)).toBe(false);
  expect(budget.hasMore(ada, 4_000)).toBe(true);
  expect(budget.hasMore({ from: "ben" }, 0)).toBe(true);
  budget.spend({}, 100 * MIB, 0);
  expect(budget.hasMore({}, 0)).toBe(true);
});

test("P3.12 beyond the budget a resume is a reset with five messages, and one too long is never read", () => {
  const log = new MemoryEventLog();
  for (let seq = 1; seq <= 100; seq += 1) {
    const message = "x".repeat(4_000);
    log.append({ type: "message", seq, at: seq, uid: "ada", id: `${seq}`, username: "Ada", message }, 1);
  }
  const at = (seq: number) => ({ epoch: log.identity.epoch, seq });
  const [brief] = resume(log, at(99), PUBLIC_VIEWER, true);
  expect(brief).toMatchObject({ type: "reset", reason: "behind" });
  expect(brief).toHaveProperty("messages.length", 5);
  expect(resume(log, at(99), PUBLIC_VIEWER)).toHaveLength(1);
  const unread = Object.assign(Object.create(log) as MemoryEventLog, {
    after: () => {
      throw new Error("read");
    },
    head: () => log.head(),
    oldest: () => log.oldest(),
    page: log.page.bind(log),
    lengthAfter: () => 400_000,
    identity: log.identity,
  });
  expect(resume(unread, at(1), PUBLIC_VIEWER)[0]).toMatchObject({ type: "reset", reason: "behind" });
});
