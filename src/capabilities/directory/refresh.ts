import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { AuditEntry, ListObject } from "../../protocol/lists.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import { logFailure } from "../../worker/base/logger.ts";
import { randomId } from "../../worker/base/random-id.ts";
import { roomOf } from "../../worker/object/room-stub.ts";
import { directoryOf } from "./directory-stub.ts";
import { isNews, type Look, REPORT_JOB } from "./reporter.ts";

const DEPLOYMENT: Requester = { type: "owner" };

/**
 * Has a room report itself now, and not when its report is due (P18.12). A room that no one has entered stays unknown, and
 * one that doesn't answer stays as it last reported.
 */
export async function refresh(env: Env, room: string): Promise<void> {
  const directory = directoryOf(env);
  if (directory === undefined) return;
  try {
    const stub = roomOf(env, room);
    // Only this capability answers.
    const look = (await stub.ask({ type: "directory.look" }, DEPLOYMENT)) as Look | ErrorCode;
    if (typeof look === "string") return;
    const list = await stub.order({ type: "list", id: randomId(), what: "audit" }, DEPLOYMENT);
    // The answer to this list, or an error.
    const newest = typeof list === "object" && list.type === "list" ? ((list as ListObject).items as AuditEntry[]) : [];
    const audit = newest.filter((entry) => isNews(entry, look.since)).toReversed();
    await directory.report({ ...look.report, audit });
  } catch (error) {
    logFailure("job_failed", error, REPORT_JOB);
  }
}
