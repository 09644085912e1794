import type { JsonObject } from "../../protocol/json.ts";
import type { AuditEntry } from "../../protocol/lists.ts";
import { type AuditStore, REPEAT_WITHIN_MS } from "../../room/moderation/audit-store.ts";
import type { JobContext } from "../../worker/object/capability.ts";
import { SqlAuditStore } from "../../worker/storage/moderation/sql-audit-store.ts";
import type { Reported } from "./activity-store.ts";
import { directoryOf } from "./directory-stub.ts";
import { type Collected, isNews } from "./reporter.ts";

/** Entries of the audit log that are read at a time. Moderators rarely add as many between two reports. */
const AUDIT_PAGE = 500;

/** Reports a room to the directory. If it can't be reached, the job is tried again, and tells all that came meanwhile. */
export async function sendReport(context: JobContext): Promise<void> {
  const directory = directoryOf(context.env);
  if (directory === undefined) return;
  const asked = context.ask({ type: "directory.collect" });
  if (typeof asked === "string") return;
  // Only this capability answers.
  const { erased, next, report, since } = asked as Collected;
  const auditLog = new SqlAuditStore(context.sql);
  const news = auditNews(auditLog, since);
  const blanked = erased.flatMap((uid) => auditLog.concerning(uid));
  await directory.report({ ...report, audit: [...blanked, ...news] });
  const reported = { ...next, audited: Math.max(since.audited, news.at(-1)?.entry ?? 0) };
  context.ask({ type: "directory.reported", erased: [...erased], reported } satisfies JsonObject);
}

/** Entries that were added or counted again since a report, oldest first. */
function auditNews(auditLog: AuditStore, since: Reported): AuditEntry[] {
  const news: AuditEntry[] = [];
  for (let before: number | undefined; ; ) {
    const page = auditLog.list({ limit: AUDIT_PAGE, ...(before === undefined ? {} : { before }) });
    news.push(...page.filter((entry) => isNews(entry, since)));
    const oldest = page.at(-1);
    if (page.length < AUDIT_PAGE || oldest === undefined) return news.toReversed();
    // An entry is counted again only soon after it was added, so no older page has news.
    if (oldest.entry <= since.audited && oldest.at < since.at - REPEAT_WITHIN_MS) return news.toReversed();
    before = oldest.entry;
  }
}
