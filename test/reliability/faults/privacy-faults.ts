import type { Fault } from "./fault.ts";
import { patchesIn, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inSignedIn = testsIn("signed-in", "test/worker/signed-in");
const inCapability = patchesIn("src/capabilities");

/** Mistakes in reports, the audit log, exports, erasures, retention and blocks. */
export const PRIVACY_FAULTS: readonly Fault[] = [
  {
    name: "evidence of a report follows the message",
    patches: [inCapability("reports/report-store", "return { ...first, later:", "return { ...seen, later:")],
    caughtBy: inUnit("room/report-rules", "P9.28 a report keeps the message as it was, beside what became of it"),
  },
  {
    name: "evidence goes when a report is resolved",
    patches: [inCapability("reports/reports", "30 * 24 * 60 * 60 * 1_000", "0")],
    caughtBy: inUnit(
      "room/report-rules",
      "P9.28 a resolved report keeps its evidence for 30 days, for moderators alone",
    ),
  },
  {
    name: "reports are not limited per address",
    patches: [
      inCapability(
        "reports/reports",
        "store.openFrom(hashes) >= MAX_REPORTS_FROM_ADDRESS",
        "store.openFrom([]) >= MAX_REPORTS_FROM_ADDRESS",
      ),
    ],
    caughtBy: inUnit("room/report-rules", "P9.29 sixty open reports come from one address, whoever makes them"),
  },
  {
    name: "a room takes any number of reports",
    patches: [inCapability("reports/reports", "const MAX_OPEN_REPORTS = 1_000;", "const MAX_OPEN_REPORTS = 100_000;")],
    caughtBy: inUnit("room/report-rules", "P9.29 a flood of reports never pushes out an older one"),
  },
  {
    name: "moderators lose the number of reports when a setting changes",
    patches: [
      {
        file: "src/room/moderation/settings-state.ts",
        from: "const hasMore = Object.keys(forModerators).length > 0;",
        to: "const hasMore = Object.keys(forModerators).length > 9;",
      },
    ],
    caughtBy: inUnit(
      "room/report-rules",
      "P9.26 every room object tells moderators how many reports wait, whatever changed",
    ),
  },
  {
    name: "an audit entry swallows other values of the same action",
    patches: [
      {
        file: "src/room/moderation/audit-store.ts",
        from: "JSON.stringify(newest.details) === JSON.stringify(done.details)",
        to: "true",
      },
    ],
    caughtBy: inUnit(
      "room/moderation-rules",
      "P9.27 P9.34 a flood of the same action is one entry, other values are entries of their own, and a ban stays in the log",
    ),
  },
  {
    name: "moderators can export the audit log",
    patches: [
      {
        file: "src/worker/object/rpc.ts",
        from: 'if (!isAtLeast(author.value.role, "owner")) return "not_allowed";',
        to: "",
      },
    ],
    caughtBy: {
      project: "signed-in",
      file: "test/worker/signed-in/privacy.test.ts",
      title: "P9.30 owners export the whole audit log, and nobody else does",
    },
  },
  {
    name: "anyone can ask for anyone's data",
    patches: [inCapability("privacy/privacy", "if (uid !== author.uid && !isDeployment) {", 'if (uid === "") {')],
    caughtBy: inUnit(
      "room/privacy",
      "P11.2 people ask for themselves, owners for people below them, and the owner's token for everybody",
    ),
  },
  {
    name: "an export tells people that they are shadowed",
    patches: [
      inCapability(
        "privacy/privacy",
        "this.#room.personalData.items(uid, !isOwn)",
        "this.#room.personalData.items(uid, true)",
      ),
    ],
    caughtBy: inUnit(
      "room/privacy",
      "P11.1 an export has a person's messages, names, reactions, reports and records, and nobody else's",
    ),
  },
  {
    name: "an erasure leaves names in events",
    patches: [inCapability("privacy/privacy", "log.forget(records.map(({ event }) => event.seq));", "")],
    caughtBy: inUnit(
      "room/privacy",
      "P11.3 erasing deletes messages and reactions by events, and leaves no word and no name",
    ),
  },
  {
    name: "an erasure ends a ban",
    patches: [
      {
        file: "src/room/capability/personal-data.ts",
        from: "? { ban: nameless(ban) } : {}",
        to: "? {} : {}",
      },
    ],
    caughtBy: inUnit("room/privacy", "P11.3 a ban and a mute that have not ended stay, without name and reason"),
  },
  {
    name: "an erasure takes what was written after it",
    patches: [inCapability("privacy/privacy", "ERASED_AT_ONCE, head);", "ERASED_AT_ONCE, log.head());")],
    caughtBy: inUnit(
      "room/privacy",
      "P11.4 many messages are erased in slices, and what the person writes meanwhile stays",
    ),
  },
  {
    name: "events are forgotten a day early",
    patches: [
      inCapability("retention/retention", "prune(room, days * DAY_MS, now)", "prune(room, (days - 1) * DAY_MS, now)"),
    ],
    caughtBy: inUnit(
      "room/retention",
      "P11.5 events go once they are older than so many days, and no message schedules more than the first",
    ),
  },
  {
    name: "a guest's blocks are stored in the room",
    patches: [inCapability("blocks/blocks", "!author.signedIn || ", "")],
    caughtBy: inUnit("room/privacy", "P11.6 a guest's blocks are no business of the room"),
  },
  {
    name: "blocked messages are removed instead of marked",
    patches: [
      {
        file: "src/client/block-list.ts",
        from: "const marked = messages.map(",
        to: "const marked = messages.filter(({ uid }) => !this.#uids.has(uid)).map(",
      },
    ],
    caughtBy: inUnit(
      "client/block-list",
      "P11.6 a guest's blocks mark messages, remove none, and outlast the client in its storage",
    ),
  },
  {
    name: "the room stores what a guest has read",
    patches: [inCapability("reading/reading", "!signedIn || read <=", "read <=")],
    caughtBy: inSignedIn("reading", "P3.42 nothing is stored of guests, and an erasure leaves nothing"),
  },
  {
    name: "others hear how far a person has read",
    patches: [
      {
        file: "src/room/room.ts",
        from: "const others = this.#sessions.of(uid).filter(",
        to: "const others = [...this.#sessions.all].filter(",
      },
    ],
    caughtBy: inSignedIn("reading", "P3.42 the person's other sockets hear of it at once, and nobody else does"),
  },
];
