import { expect, test } from "vitest";
import type { MessageEvent } from "../../../src/protocol/events.ts";
import type { StoredEvent } from "../stored-log.ts";
import { type Broken, ConsistencyChecker } from "./consistency-checker.ts";

const NOTHING_BROKEN: Broken = { lost: 0, doubled: 0, reordered: 0, holes: 0 };

function event(seq: number, id = `id-${seq}`): MessageEvent {
  return { type: "message", seq, at: 0, uid: "ada", id, username: "Ada", message: `text of ${id}` };
}

function stored(seq: number, id = `id-${seq}`): StoredEvent {
  return { seq, uid: "ada", id, type: "message", content: `text of ${id}` };
}

/** Three events of a correct run. */
function healthy(): ConsistencyChecker {
  const checker = new ConsistencyChecker();
  checker.welcomed("ben", "epoch", 0, 0);
  for (const seq of [1, 2, 3]) checker.saw("ben", seq - 1, event(seq));
  checker.caughtUp("ben", 3, 3);
  return checker;
}

const SENT = new Map([["ada", ["id-1", "id-2", "id-3"]]]);
const LOG = [stored(1), stored(2), stored(3)];

test("the checker finds nothing wrong in a correct run", () => {
  const checker = healthy();
  checker.compare(LOG, SENT);
  expect(checker.broken).toEqual(NOTHING_BROKEN);
});

test.each<[what: string, broken: Partial<Broken>, corrupt: (checker: ConsistencyChecker) => void]>([
  ["a head behind a received event", { lost: 1 }, (checker) => checker.welcomed("cyd", "epoch", 2, 3)],
  ["another log", { lost: 1 }, (checker) => checker.welcomed("cyd", "other", 3, 3)],
  ["a missing event on the wire", { holes: 1 }, (checker) => checker.saw("cyd", 1, event(3))],
  ["a ready before all events", { holes: 1 }, (checker) => checker.caughtUp("cyd", 2, 3)],
  ["an event twice on the wire", { reordered: 1 }, (checker) => checker.saw("cyd", 3, event(3))],
  ["two events under one seq", { lost: 1 }, (checker) => checker.saw("cyd", 2, event(3, "other"))],
  ["a received event that is not in the log", { lost: 2 }, (checker) => checker.compare(LOG.slice(0, 2), SENT)],
  [
    "a command that was sent and is not in the log",
    { lost: 1 },
    (checker) => checker.compare(LOG, new Map([["ada", ["id-4"]]])),
  ],
  [
    "a hole in the log",
    { holes: 1 },
    (checker) => checker.compare([...LOG, stored(5, "id-3a")], new Map([["ada", ["id-1", "id-2", "id-3", "id-3a"]]])),
  ],
  ["a command stored twice", { doubled: 1 }, (checker) => checker.compare([...LOG, stored(4, "id-3")], SENT)],
  [
    "commands stored in another order",
    { reordered: 1 },
    (checker) => checker.compare(LOG, new Map([["ada", ["id-2", "id-1", "id-3"]]])),
  ],
])("the checker finds %s", (_what, broken, corrupt) => {
  const checker = healthy();
  corrupt(checker);
  expect(checker.broken).toEqual({ ...NOTHING_BROKEN, ...broken });
});
