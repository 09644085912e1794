import type { Fault } from "./fault.ts";
import { patchesIn, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inSignedIn = testsIn("signed-in", "test/worker/signed-in");
const inCapability = patchesIn("src/capabilities");

/** Mistakes in the deletion, the export and the import of many messages. */
export const DATA_FAULTS: readonly Fault[] = [
  {
    name: "a moderator deletes everything before a day",
    patches: [
      inCapability("deletion/deletion", 'isAtLeast(author.role, "owner")', 'isAtLeast(author.role, "moderator")'),
    ],
    caughtBy: inUnit("room/deletion", "P17.1 P17.2 only owners delete, and none what another owner wrote"),
  },
  {
    name: "a deletion takes what the person writes meanwhile",
    patches: [
      inCapability(
        "deletion/deletion",
        "log.recordsOf(uid, done, DELETED_AT_ONCE, head)",
        "log.recordsOf(uid, done, DELETED_AT_ONCE)",
      ),
    ],
    caughtBy: inUnit(
      "room/deletion",
      "P17.1 many messages go in slices that survive an eviction, and what the person writes meanwhile stays",
    ),
  },
  {
    name: "clients keep what was deleted before a day",
    patches: [inCapability("deletion/deletion", "effects: isLast ? startOver(turn) : []", "effects: []")],
    caughtBy: inUnit(
      "room/deletion",
      "P17.2 P17.3 everything before a time goes, and clients load what is left afresh",
    ),
  },
  {
    name: "a spreadsheet runs a message as a formula",
    patches: [inCapability("export/csv", "FORMULA.test(value) ?", "value === FORMULA.source ?")],
    caughtBy: inUnit("export/formats", "P17.8 a CSV has no cell that a spreadsheet runs"),
  },
  {
    name: "an export has hidden messages",
    patches: [
      inCapability(
        "export/export",
        "limit: MESSAGES_AT_ONCE }, PUBLIC_VIEWER)",
        'limit: MESSAGES_AT_ONCE }, { uid: "", isModerator: true })',
      ),
    ],
    caughtBy: inSignedIn(
      "export",
      "P17.6 P17.11 an export streams all that everyone may see, in parts of the log, and goes on after a cursor",
    ),
  },
  {
    name: "an export ends after its first part",
    patches: [inCapability("export/export", "found.length < MESSAGES_AT_ONCE ?", "found.length <= MESSAGES_AT_ONCE ?")],
    caughtBy: inSignedIn(
      "export",
      "P17.6 P17.11 an export streams all that everyone may see, in parts of the log, and goes on after a cursor",
    ),
  },
];
