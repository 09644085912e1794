import type { JsonObject } from "../../protocol/json.ts";
import type { AuditEntry } from "../../protocol/lists.ts";
import type { CapabilityRoom, HttpAnswer } from "../../room/capability/capability.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { err, ok } from "../../room/model/result.ts";

/** The job that deletes the room. */
export const DELETE_JOB = "directory.delete";

/** Milliseconds in which an operator can change their mind (P18.8). */
export const DELETED_AFTER_MS = 24 * 60 * 60 * 1_000;

/** Answers the operator's routes. */
export function answerOperator(
  room: CapabilityRoom,
  author: Author,
  request: JsonObject,
  turn: TurnContext,
): HttpAnswer | undefined {
  return answerDeletion(room, author, request, turn) ?? answerNote(room, author, request, turn);
}

/** Answers an operator whose act leaves no other trace than an entry of the audit log. */
function answerNote(
  { audit }: CapabilityRoom,
  author: Author,
  { action, details = {}, type }: JsonObject,
  { now }: TurnContext,
): HttpAnswer | undefined {
  if (type !== "directory.note" || author.isDeployment !== true) return undefined;
  // Only the operator's routes send it.
  audit(author, action as AuditEntry["action"], details as AuditEntry["details"], now);
  return { effects: [], result: ok({}) };
}

/** Answers an operator who deletes the room, or who wants to keep it after all (P18.8). */
function answerDeletion(
  { audit, jobs }: CapabilityRoom,
  author: Author,
  { type }: JsonObject,
  { now }: TurnContext,
): HttpAnswer | undefined {
  if (type !== "directory.delete" && type !== "directory.keep") return undefined;
  if (author.isDeployment !== true) return { effects: [], result: err("not_allowed") };
  if (type === "directory.delete") {
    const ordered = jobs.dueAt(DELETE_JOB);
    if (ordered !== undefined) return { effects: [], result: ok({ deletesAt: ordered }) };
    const deletesAt = now + DELETED_AFTER_MS;
    jobs.schedule(DELETE_JOB, deletesAt);
    audit(author, "deleteRoom", { at: deletesAt }, now);
    return { effects: [], result: ok({ deletesAt }) };
  }
  if (!jobs.isScheduled(DELETE_JOB)) return { effects: [], result: err("not_found") };
  jobs.cancel(DELETE_JOB);
  audit(author, "keepRoom", {}, now);
  return { effects: [], result: ok({}) };
}
