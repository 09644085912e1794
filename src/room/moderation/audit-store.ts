import type { AuditEntry } from "../../protocol/lists.ts";
import type { ListRange } from "./list-range.ts";

/** Maximum number of everyday audit entries per room: about a year of active moderation. The oldest are dropped. */
export const MAX_STORED_ENTRIES = 1_000;

/** Maximum number of entries of {@link LASTING_ACTIONS}. More than moderators ban by hand. */
export const MAX_LASTING_ENTRIES = 10_000;

/** Actions whose audit entries are kept apart, so that no flood of others pushes them out (P9.27). */
export const LASTING_ACTIONS: readonly AuditEntry["action"][] = ["ban", "unban", "role", "claim", "erase"];

/** Milliseconds during which repeats of an action share an entry (P9.27): people undo and redo within the hour. */
export const REPEAT_WITHIN_MS = 60 * 60 * 1_000;

/** The message, user or object of an action. Repeats on the same subject share an entry. */
export function subjectOf({ details }: Pick<AuditEntry, "details">): string {
  const { invitation, report, target, uid } = details;
  return String(target ?? uid ?? invitation ?? report ?? "");
}

/**
 * Counts a repeat in the entry of the first action.
 *
 * @returns `undefined` if it needs its own entry, because details of lasting actions are never merged
 */
export function repeated(
  entry: Pick<AuditEntry, "action" | "details" | "count">,
  { at, details }: Pick<AuditEntry, "at" | "details">,
): Pick<AuditEntry, "count" | "last" | "details"> | undefined {
  const { action, count = 1 } = entry;
  const isSame = JSON.stringify(entry.details) === JSON.stringify(details);
  if (LASTING_ACTIONS.includes(action) && !isSame) return undefined;
  return { count: count + 1, last: at, details: { ...entry.details, ...details } };
}

/** Reference to an audit entry: its number, time and actor. */
export type AuditRef = Pick<AuditEntry, "entry" | "at" | "by">;

/** The audit log (P9.11). */
export interface AuditStore {
  /**
   * Appends an entry, or counts the action in the entry of its last repeat by the same user (P9.27). The oldest everyday
   * entries are dropped, and never for a lasting one.
   */
  add(entry: Omit<AuditEntry, "entry" | "count" | "last">): AuditRef;
  list(range: ListRange): AuditEntry[];
  /** The entries of what a person did, and of what was done to them, oldest first. */
  concerning(uid: string): AuditEntry[];
  /** Blanks a person's name, and the reasons given for what was done to them (P11.3). */
  forgetName(uid: string): void;
}
