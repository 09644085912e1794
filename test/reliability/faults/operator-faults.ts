import type { Fault } from "./fault.ts";
import { patchesIn, testsIn, testsOf } from "./places.ts";

const inDirectory = patchesIn("src/capabilities/directory");
const inWorker = patchesIn("src/worker");
const inReports = testsOf("worker", "test/worker/directory.test.ts");
const inSignedIn = testsIn("signed-in", "test/worker/signed-in");
const inUnit = testsOf("unit", "test/unit/operator-usage.test.ts");

/** Mistakes in the directory of rooms and the operator's API. */
export const OPERATOR_FAULTS: readonly Fault[] = [
  {
    name: "a room reports after every event",
    patches: [inDirectory("reporter", "Math.max(soon, at + HOUR_MS)", "soon")],
    caughtBy: inReports(
      "P18.1 a room that is used reports at most once an hour, and one that falls quiet reports no more",
    ),
  },
  {
    name: "reported messages wait an hour for the operator",
    patches: [inDirectory("reporter", 'type === "report" || type === "moderation"', 'type === "refusal"')],
    caughtBy: inReports(
      "P18.1 P18.6 a moderator's action and a report of a message are told soon, whenever the last report was",
    ),
  },
  {
    name: "a report that is sent twice counts twice",
    patches: [inDirectory("sql-hours", "hour[key] - (known?.[key] ?? 0)", "hour[key]")],
    caughtBy: inReports("P18.1 a report that is sent twice counts once, and none is lost with the object"),
  },
  {
    name: "yesterday's messages count as today's",
    patches: [inDirectory("sql-rooms", "known?.day === day ? known.messages : 0", "known?.messages ?? 0")],
    caughtBy: testsOf(
      "worker",
      "test/worker/directory-day.test.ts",
    )("P18.5 the directory's numbers of a day of many rooms equal a count of their logs"),
  },
  {
    name: "an erased person's name stays in the audit log of all rooms",
    patches: [inDirectory("report-job", "[...blanked, ...news]", "[...news]")],
    caughtBy: inReports("P11.3 a person's name goes from the audit log of all rooms too when they are erased"),
  },
  {
    name: "a percent sign finds every room",
    patches: [inDirectory("sql-rooms", "instr(search, ?2) > 0", "search LIKE '%' || ?2 || '%'")],
    caughtBy: inReports("P18.4 rooms are listed in the order and by the words that are asked for, page by page"),
  },
  {
    name: "a room without a report in an hour has no size",
    patches: [inDirectory("series", "inside.at(-1)?.bytes ?? bytes", "inside.at(-1)?.bytes ?? 0")],
    caughtBy: inUnit(
      "P18.5 a series has no gaps, keeps the size through hours without a report, and ends at the present hour",
    ),
  },
  {
    name: "the usage counts what the plan includes",
    patches: [inDirectory("usage", "Math.max(0, month - included)", "month")],
    caughtBy: inUnit("P18.5 usage is of this month alone, day by day, and costs only what is above the plan"),
  },
  {
    name: "every signed-in owner is an operator",
    patches: [inWorker("identity/operator", "requester.identity.isOperator !== true", "false")],
    caughtBy: inSignedIn("operator", "P18.3 nobody else gets in"),
  },
  {
    name: "the Access application of the rooms makes operators",
    patches: [inWorker("identity/operator", "config.identity.operatorAccess", "config.identity.access")],
    caughtBy: inSignedIn("operator", "P18.3 nobody else gets in"),
  },
  {
    name: "another site's page acts for an operator behind Access",
    patches: [inDirectory("operator-routes", "if (!isRead && origin === undefined", "if (isRead && origin === null")],
    caughtBy: inSignedIn("operator", "P18.3 behind Access, only a page of this origin can change anything"),
  },
  {
    name: "an operator's name is not in the audit log",
    patches: [{ file: "src/room/handshake/requester.ts", from: 'username: requester.name ?? ""', to: 'username: ""' }],
    caughtBy: inSignedIn(
      "operator",
      "P18.2 an operator's act is in the audit log as the operator's, with their name, and outranks owners",
    ),
  },
  {
    name: "a room is deleted without its name",
    patches: [inDirectory("operator-acts", "|| order.output.name !== room", "")],
    caughtBy: inSignedIn(
      "operator",
      "P18.8 a room is deleted a day after its name was typed, with all that it has, and not before",
    ),
  },
  {
    name: "a room whose people stay is not deleted",
    patches: [inWorker("object/room-expiry", "this.#isForced || (", "(")],
    caughtBy: inSignedIn(
      "operator",
      "P18.8 a room is deleted a day after its name was typed, with all that it has, and not before",
    ),
  },
  {
    name: "a deletion that was undone happens all the same",
    patches: [inDirectory("room-deletion", "jobs.cancel(DELETE_JOB);", "")],
    caughtBy: inSignedIn("operator", "P18.8 within the day an operator can undo it"),
  },
  {
    name: "any owner deletes the room",
    patches: [inDirectory("room-deletion", "if (author.isDeployment !== true)", "if (author.isDeployment === false)")],
    caughtBy: inSignedIn("operator", "P18.8 only an operator deletes a room"),
  },
  {
    name: "a room without an owner counts as claimed",
    patches: [inDirectory("sql-rooms", "if (owners > 0)", "if (owners >= 0)")],
    caughtBy: testsOf(
      "worker",
      "test/worker/first-run.test.ts",
    )("P18.11 a deployment is claimed once a room has an owner, and not because people talk in its rooms"),
  },
  {
    name: "the operator's page shows a room as it was an hour ago",
    patches: [
      inDirectory(
        "operator-routes",
        'if (query.output.fresh === "true") await refresh',
        'if (query.output.fresh === "false") await refresh',
      ),
    ],
    caughtBy: inReports(
      "P18.12 a room tells how it is when the operator asks for it, and still reports when its report is due",
    ),
  },
  {
    name: "an operator's own act is missing from the audit log",
    patches: [inDirectory("operator-acts", "if (isAct && c.res.ok &&", "if (!isAct && c.res.ok &&")],
    caughtBy: inReports(
      "P18.12 an operator's act is in the directory once it is answered, and the one that came last is the first",
    ),
  },
  {
    name: "an operator's export that continues leaves no trace",
    patches: [
      inDirectory("operator-acts", 'c.req.method !== "GET" || room', 'c.req.query("cursor") !== undefined || room'),
    ],
    caughtBy: inReports(
      "P18.12 an operator's export is in the audit log whatever its cursor, and the headers alone are none",
    ),
  },
  {
    name: "rooms that the settings no longer have stay in the public list",
    patches: [inDirectory("operator-routes", 'existing.access === "listed" ?', 'existing.access === "claimed" ?')],
    caughtBy: testsOf(
      "worker",
      "test/worker/room-access.test.ts",
    )("P18.16 a room that is no longer on the list leaves the public list, and only the operator reaches it"),
  },
  {
    name: "an export of the audit log leaves no trace",
    patches: [inDirectory("operator-routes", '.use("/audit/export", noteAuditExport)', "")],
    caughtBy: inReports("P18.14 an export of the audit log of all rooms is in it, once"),
  },
  {
    name: "a room that its owner took off the public list stays on it",
    patches: [inDirectory("sql-rooms", "settings ->> '$.listed' IS NOT 0 AND ", "")],
    caughtBy: testsOf(
      "archive",
      "test/worker/archive/directory.test.ts",
    )("P18.15 an owner takes a room off the public list at once, and back; a moderator cannot"),
  },
  {
    name: "closed rooms are in the public list",
    patches: [inDirectory("sql-rooms", "settings ->> '$.read' = 'everyone' AND ", "")],
    caughtBy: testsOf(
      "archive",
      "test/worker/archive/directory.test.ts",
    )("P18.9 the public list has the rooms that everyone can read, without what is the operator's"),
  },
  {
    name: "a new room overwrites the audit entries of the deleted one",
    patches: [inDirectory("sql-audit", "[room, entry.entry, entry.at]", "[room, entry.entry, 0]")],
    caughtBy: inReports(
      "P18.7 a new room of the same name leaves the entries of the deleted one, and the newest come first",
    ),
  },
  {
    name: "only the newest page of a room's audit log is told",
    patches: [inDirectory("report-job", "page.length < AUDIT_PAGE", "page.length > 0")],
    caughtBy: inReports("P18.7 no entry is lost however many come between two reports"),
  },
  {
    name: "an hour that is yet to come has the size of all rooms",
    patches: [inDirectory("directory-object", "hours.filter((one) => one.hour <= present)", "hours")],
    caughtBy: inReports("P18.5 a message that was imported with a time to come makes no hour, and sizes stay right"),
  },
  {
    name: "messages that the log has lost no longer count",
    patches: [inDirectory("plug-in", "pruning: (oldest) => reporter.pruning(oldest),", "")],
    caughtBy: inReports("P18.5 messages count as they were sent, although the log has lost them"),
  },
  {
    name: "people stay in the directory after a crash",
    patches: [inDirectory("sql-rooms", "2 * HOUR_MS", "2_000 * HOUR_MS")],
    caughtBy: inReports("P18.4 people of a room that has not reported for two hours are not counted"),
  },
  {
    name: "a deletion that is interrupted is forgotten",
    patches: [inDirectory("delete-job", "schedule(DELETE_JOB, now() + RETRY_MS);", "")],
    caughtBy: inSignedIn(
      "operator",
      "P18.8 a deletion that is interrupted is tried again; a second order changes no date, and claims end with the room",
    ),
  },
  {
    name: "only a room's own owners claim a deployment",
    patches: [inDirectory("reporter", "isOwned ? 1 : 0", "0")],
    caughtBy: inSignedIn("first-run", "P18.11 an owner whom the site vouches for claims the deployment, for good"),
  },
  {
    name: "a closed room stays in the public list until it reports",
    patches: [inDirectory("reporter", "this.#isClosed ? 0 : SETTLE_MS", "SETTLE_MS")],
    caughtBy: testsOf(
      "archive",
      "test/worker/archive/directory.test.ts",
    )("P18.9 a room that is closed leaves the public list at once, and one that is quiet after 30 days"),
  },
];
