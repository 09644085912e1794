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
  {
    name: "an import that is repeated stores its messages twice",
    patches: [
      inCapability(
        "import/batch",
        "?? importedUid(source, person);",
        "?? importedUid(source, person + Math.random());",
      ),
    ],
    caughtBy: inUnit("room/import", "P17.13 the same import again stores nothing, and one that broke off goes on"),
  },
  {
    name: "an import puts old messages after new ones",
    patches: [inCapability("import/import", "const isLater = at >= before;", "const isLater = at >= 0;")],
    caughtBy: inUnit(
      "room/import",
      "P17.13 messages that are older than those of the log, or out of order, are refused as a whole",
    ),
  },
  {
    name: "an import speaks in the name of a person of the room",
    patches: [inCapability("import/batch", "if (IMPORTED_UID.test(person)) return person;", "return person;")],
    caughtBy: inUnit("room/import", "P17.14 an import gives no one a name or a role, and takes none"),
  },
  {
    name: "people write between imported messages",
    patches: [inCapability("import/import", "return this.#isOpen ? {", "return !this.#isOpen && this.#isOpen ? {")],
    caughtBy: inUnit(
      "room/import",
      "P17.16 P17.17 no one writes while an import goes on, no one is told, and at its end clients load the log afresh",
    ),
  },
  {
    name: "clients keep their log after an import",
    patches: [
      inCapability(
        "import/import",
        "return this.#room.startOver(turn);",
        "return turn.now > 0 ? [] : this.#room.startOver(turn);",
      ),
    ],
    caughtBy: inUnit(
      "room/import",
      "P17.16 P17.17 no one writes while an import goes on, no one is told, and at its end clients load the log afresh",
    ),
  },
  {
    name: "a client marks its own messages as imported",
    patches: [{ file: "src/protocol/events.ts", from: '  "imported",\n', to: "" }],
    caughtBy: inSignedIn("import", "P2.13 P8.29 P17.15 no client marks its messages as imported or erased"),
  },
  {
    name: "a table doesn't mark what bots posted",
    patches: [inCapability("export/csv", 'bot === true ? "true" : ""', '""')],
    caughtBy: inUnit("export/formats", "P17.19 what a bot posted is marked: csv"),
  },
];
