import type { JsonObject } from "../../protocol/json.ts";
import type { JobContext } from "../../worker/object/capability.ts";
import { SqlAuditStore } from "../../worker/storage/moderation/sql-audit-store.ts";
import { directoryOf } from "./directory-stub.ts";
import { type Collected, isNews } from "./reporter.ts";

/** Entries of the audit log in a report. More than moderators add within an hour. */
const MAX_AUDIT = 500;

/** Reports a room to the directory. If it can't be reached, the job is tried again, and tells all that came meanwhile. */
export async function sendReport(context: JobContext): Promise<void> {
  const directory = directoryOf(context.env);
  if (directory === undefined) return;
  const asked = context.ask({ type: "directory.collect" });
  if (typeof asked === "string") return;
  // Only this capability answers.
  const { erased, next, report, since } = asked as Collected;
  const auditLog = new SqlAuditStore(context.sql);
  const newest = auditLog.list({ limit: MAX_AUDIT });
  const blanked = erased.flatMap((uid) => auditLog.concerning(uid));
  await directory.report({
    ...report,
    audit: [...blanked, ...newest.filter((entry) => isNews(entry, since)).toReversed()],
  });
  const reported = { ...next, audited: newest[0]?.entry ?? since.audited };
  context.ask({ type: "directory.reported", erased: [...erased], reported } satisfies JsonObject);
}
