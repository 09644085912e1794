// The pages of a log, over logs of every shape.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ArchivePage, PART_EVENTS, readPage } from "../../../src/capabilities/archive/archive.ts";
import { dayOf, parseDay } from "../../../src/capabilities/archive/day.ts";
import type { EventLog } from "../../../src/room/log/event-log.ts";
import { MemoryEventLog } from "../../support/memory-event-log.ts";

const START = Date.parse("2026-11-20T00:00:00Z");
const HOUR_MS = 60 * 60 * 1_000;

/** What happens next in a log, and how many hours later. */
const step = fc.record({
  hours: fc.constantFrom(0, 0, 0, 0, 1, 23, 24, 80),
  kind: fc.constantFrom("message", "message", "message", "hidden", "delete", "reaction"),
  target: fc.nat(),
  times: fc.constantFrom(1, 1, 1, 30, 250),
});
type Step = Omit<typeof step extends fc.Arbitrary<infer T> ? T : never, "times"> & { readonly times: number };

/** Writes a log. Returns what everyone may read of it: day and `seq`. */
function write(log: EventLog, steps: readonly Step[]): string[] {
  let now = START;
  const shown = new Map<number, string>();
  for (const { hours, kind, target, times } of steps) {
    now += hours * HOUR_MS;
    for (let count = 0; count < times; count += 1) {
      const seq = log.head() + 1;
      const stamp = { seq, at: now, uid: "ada", id: `id-${seq}` };
      const seqs = [...shown.keys()];
      const one = seqs[(target + count) % seqs.length];
      if (kind === "message" || kind === "hidden" || one === undefined) {
        const isHidden = kind === "hidden";
        log.append({ type: "message", ...stamp, username: "Ada", message: "text" }, seq, isHidden ? "ada" : undefined);
        if (!isHidden) shown.set(seq, dayOf(now));
      } else if (kind === "delete") {
        log.append({ type: "delete", ...stamp, target: one }, seq);
        shown.delete(one);
      } else {
        log.append({ type: "reaction", ...stamp, target: one, emoji: "👍", on: true }, seq);
      }
    }
  }
  log.flush();
  return Array.from(shown, ([seq, day]) => `${day} ${seq}`);
}

function readDay(log: EventLog, name: string, part?: number): ArchivePage | undefined {
  const day = parseDay(name);
  if (day === undefined) throw new Error(`no day: ${name}`);
  const { from, to } = day;
  return readPage(log, { type: "archive.day", from, to, ...(part === undefined ? {} : { part }) });
}

/** All messages of a day, part after part. */
function wholeDay(log: EventLog, name: string): string[] {
  const found: string[] = [];
  let page = readDay(log, name);
  for (;;) {
    found.push(...(page?.messages ?? []).map(({ seq }) => `${name} ${seq}`));
    if (page?.nextPart === undefined) return found;
    page = readDay(log, name, page.nextPart);
  }
}

/** Follows the links to earlier days, from the newest messages. */
function walkBack(log: EventLog): string[] {
  const newest = readPage(log, { type: "archive.newest" });
  const days: string[] = [];
  const last = newest?.messages.at(-1)?.at ?? newest?.previous;
  for (let at = last; at !== undefined; at = readDay(log, dayOf(at))?.previous) days.unshift(dayOf(at));
  return days.flatMap((day) => wholeDay(log, day));
}

test("P7.4, P7.5 the links from the newest messages back lead to each message that everyone may read once, and to no others", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const log = new MemoryEventLog();
      const shown = write(log, steps);
      expect(walkBack(log)).toEqual(shown);
    }),
    { numRuns: 60 },
  );
});

test("P7.4 the links forward lead through the same days", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      const log = new MemoryEventLog();
      const days = [...new Set(write(log, steps).map((line) => line.slice(0, 10)))];
      for (const [index, day] of days.entries()) {
        const { next } = readDay(log, day) ?? {};
        // Between two days there may be one whose messages were all deleted, if there were many.
        if (next !== undefined) expect(dayOf(next) <= String(days[index + 1] ?? dayOf(next))).toBe(true);
        else expect(days[index + 1]).toBeUndefined();
      }
    }),
    { numRuns: 60 },
  );
});

test("P7.4 a message stays in its part when others are deleted", () => {
  const log = new MemoryEventLog();
  write(log, [{ hours: 0, kind: "message", target: 0, times: 450 }]);
  const partOf = (seq: number) =>
    [0, 1, 2].filter((part) => readDay(log, "2026-11-20", part)?.messages.some((message) => message.seq === seq));
  expect(partOf(2 * PART_EVENTS)).toEqual([2]);
  for (let target = 1; target < 2 * PART_EVENTS; target += 1) {
    const seq = log.head() + 1;
    log.append({ type: "delete", seq, at: START, uid: "ada", id: `d-${seq}`, target }, seq);
  }
  log.flush();
  expect(partOf(2 * PART_EVENTS)).toEqual([2]);
  expect(readDay(log, "2026-11-20", 0)?.messages).toEqual([]);
});

test("P7.4 the link back from the newest messages leads to the part of the day in which they go on", () => {
  const log = new MemoryEventLog();
  write(log, [{ hours: 0, kind: "message", target: 0, times: 450 }]);
  const newest = readPage(log, { type: "archive.newest" });
  const [oldest] = newest?.messages ?? [];
  expect(oldest?.seq).toBe(401);
  const { previous, previousPart } = newest ?? {};
  expect(previousPart).toBe(2);
  const { messages } = readDay(log, dayOf(previous ?? 0), previousPart) ?? {};
  expect(messages?.some(({ seq }) => seq === 400)).toBe(true);
});

test("P7.12 a day whose messages were all deleted is a page without any that leads past it; an empty day is none", () => {
  const log = new MemoryEventLog();
  write(log, [
    { hours: 0, kind: "message", target: 0, times: 1 },
    { hours: 24, kind: "message", target: 0, times: 250 },
    { hours: 24, kind: "message", target: 0, times: 1 },
  ]);
  for (let target = 2; target <= 251; target += 1) {
    const seq = log.head() + 1;
    log.append({ type: "delete", seq, at: START + 48 * HOUR_MS, uid: "ada", id: `d-${seq}`, target }, seq);
  }
  log.flush();
  const between = readDay(log, "2026-11-21");
  expect(between?.messages).toEqual([]);
  expect(dayOf(between?.previous ?? 0)).toBe("2026-11-20");
  expect(dayOf(between?.next ?? 0)).toBe("2026-11-22");
  expect(readDay(log, "2026-11-19")).toBeUndefined();
});
