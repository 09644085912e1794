import type { AuditEntry } from "../../protocol/lists.ts";
import type { ListRange } from "./list-range.ts";

/** Maximum number of everyday audit entries per room: about a year of active moderation. The oldest are dropped. */
export const MAX_STORED_ENTRIES = 1_000;

/** Maximum number of entries of {@link LASTING_ACTIONS}. More than moderators ban by hand. */
export const MAX_LASTING_ENTRIES = 10_000;

/** Actions whose audit entries are kept apart, so that no flood of others pushes them out (P9.27). */
export const LASTING_ACTIONS: readonly AuditEntry["action"][] = ["ban", "unban", "role", "claim", "erase"];

/** Milliseconds during which repeats of an action share an entry (P9.27). */
export const REPEAT_WITHIN_MS = 60 * 60 * 1_000;

/** Whether an action is the same as the newest entry's, by the same person, and counts in it. */
export function isRepeat(newest: AuditEntry, done: Omit<AuditEntry, "entry" | "count" | "last">): boolean {
  return (
    newest.by === done.by &&
    newest.username === done.username &&
    newest.action === done.action &&
    newest.at > done.at - REPEAT_WITHIN_MS &&
    JSON.stringify(newest.details) === JSON.stringify(done.details)
  );
}

/** Reference to an audit entry: its number, time and actor. */
export type AuditRef = Pick<AuditEntry, "entry" | "at" | "by">;

/** The audit log (P9.11). */
export interface AuditStore {
  /**
   * Appends an entry, or counts the action in the newest one if it repeats that (P9.27). The oldest everyday entries are
   * dropped, and never for a lasting one.
   */
  add(entry: Omit<AuditEntry, "entry" | "count" | "last">): AuditRef;
  list(range: ListRange): AuditEntry[];
  /** The entries of what a person did, and of what was done to them, oldest first. */
  concerning(uid: string): AuditEntry[];
  /** Blanks a person's name, and the reasons given for what was done to them (P11.3). */
  forgetName(uid: string): void;
}
