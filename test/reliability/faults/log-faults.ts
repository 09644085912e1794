import type { Patch } from "../../support/tree.ts";
import type { Fault } from "./fault.ts";
import { testsIn, testsOf } from "./places.ts";

const inContract = testsOf("unit", "test/unit/room/memory-event-log.test.ts");
const inUnit = testsIn("unit", "test/unit/room");
const inWorker = testsIn("worker", "test/worker");
const patch = (file: string, from: string, to: string): Patch => ({ file: `src/${file}`, from, to });

/** Faults in what the log keeps, and in what reading it costs. */
export const LOG_FAULTS: readonly Fault[] = [
  {
    name: "a message carries the uids of everyone who reacted",
    patches: [patch("protocol/fold.ts", "isComplete && present.uids.length < MAX_SHOWN_REACTORS", "true")],
    caughtBy: {
      project: "unit",
      file: "test/unit/protocol/fold.test.ts",
      title: "P3.13 beyond twenty users a reaction is only counted, and the user's own is marked",
    },
  },
  {
    name: "the twenty-first person who reacted never moves up",
    patches: [
      patch(
        "room/log/reactions.ts",
        "uids.length >= Math.min(count, MAX_SHOWN_REACTORS)) return",
        "uids !== null) return",
      ),
    ],
    caughtBy: inContract(
      "P3.13 a message carries the first twenty uids of a reaction, their number, and whether the viewer is one",
    ),
  },
  {
    name: "a reaction that changes nothing is stored",
    patches: [patch("room/commands/decide-command.ts", "        return ok({ unchanged: target });\n", "")],
    caughtBy: inWorker(
      "v1-log",
      "P3.14 a reaction that changes nothing is acknowledged with the message's seq, and is not stored",
    ),
  },
  {
    name: "an edit that changes nothing is stored",
    patches: [patch("room/commands/decide-command.ts", "if (isSame)", "if (isSame && target === 0)")],
    caughtBy: inUnit(
      "unchanged",
      "P3.28 an edit to the same text is acknowledged, stores nothing and reaches nobody else",
    ),
  },
  {
    name: "an edit that only its author saw cannot be shown to all",
    patches: [
      patch(
        "room/commands/decide-command.ts",
        "message === shown && hidden === undefined",
        "message === (hidden ?? shown)",
      ),
    ],
    caughtBy: inUnit("unchanged", "P3.28 a text that only its author saw is a change once others may see it"),
  },
  {
    name: "a heart with a variation selector is another reaction",
    patches: [patch("protocol/fields.ts", '.replace(TEXT_STYLE, "$&\\uFE0F")', "")],
    caughtBy: {
      project: "unit",
      file: "test/unit/protocol/emoji.test.ts",
      title: "P3.24 a heart is one emoji, with or without variation selectors",
    },
  },
  {
    name: "hidden messages stand in everybody's way",
    patches: [
      patch("worker/storage/message-buffer.ts", "INSERT OR FAIL INTO hidden_messages", "INSERT OR FAIL INTO messages"),
    ],
    caughtBy: inWorker("rows", "P9.17 a page behind 3,000 hidden messages reads as many rows as one without"),
  },
  {
    name: "an author's hidden events have no limit",
    patches: [
      patch("worker/storage/hidden-quota.ts", "count < MAX_HIDDEN_EVENTS ? undefined", "count >= 0 ? undefined"),
    ],
    caughtBy: inWorker("sql-storage", "P9.17 of each author, the newest 500 hidden events are kept"),
  },
  {
    name: "extra fields have no limit",
    patches: [patch("protocol/extra-fields.ts", "bytesOf(others) > extraBytes", "false")],
    caughtBy: inWorker(
      "bad-input",
      "P4.8 the fields that a message adds are limited to 1 KiB, and its mentions to 4 KiB, and nothing is stored",
    ),
  },
  {
    name: "a moderator's delete leaves the author's name and id",
    patches: [patch("worker/storage/erasing.ts", "if (!isByAuthor) {", "if (false) {")],
    caughtBy: inWorker(
      "sql-storage",
      "P3.15 a delete by somebody else leaves no name and no id, but recognizes the command again",
    ),
  },
  {
    name: "a deleted rename keeps its names",
    patches: [
      patch(
        "worker/storage/change-writer.ts",
        'else if (event.type === "delete") eraseNotice(',
        "else if (false) eraseNotice(",
      ),
    ],
    caughtBy: inWorker("sql-storage", "P9.18 a deleted rename leaves neither of the names"),
  },
  {
    name: "a resume tells superseded texts",
    patches: [patch("worker/storage/log-rows.ts", 'event.type === "edit" || event.type', "event.type")],
    caughtBy: inWorker("sql-storage", "P3.16 only the newest text of a message is told, whatever the position"),
  },
  {
    name: "an export and an erasure leave out hidden messages",
    patches: [
      patch("worker/storage/sql-records.ts", '["messages", "hidden_messages", "changes"]', '["messages", "changes"]'),
    ],
    caughtBy: inWorker(
      "sql-storage",
      "P11.1 the records of a person are all of their events in their current state, hidden ones too, in parts",
    ),
  },
  {
    name: "a hidden message of an erased person keeps their name",
    patches: [patch("worker/storage/erasing.ts", '["messages", "hidden_messages"]', '["messages"]')],
    caughtBy: inWorker(
      "sql-storage",
      "P11.3 forgotten events have no name, no id and no reaction, and are not found again",
    ),
  },
  {
    name: "the texts of edits count nothing before a resume is read",
    patches: [patch("worker/storage/sql-event-log.ts", "WHEN 'edit' THEN message ELSE", "WHEN 'edit' THEN '' ELSE")],
    caughtBy: inWorker(
      "sql-storage",
      "P3.12 the length of what follows counts texts, also of edits, and is a lower bound",
    ),
  },
];
