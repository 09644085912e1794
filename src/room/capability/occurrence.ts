import type { AuditEntry } from "../../protocol/lists.ts";
import type { Role } from "../../protocol/moderation.ts";

/** Something that happened in a room and is no event of its log. */
export type Occurrence =
  /** A person came: their first socket. */
  | { readonly type: "join"; readonly uid: string; readonly username: string; readonly role: Role }
  /** A message was reported that was not reported already. */
  | {
      readonly type: "report";
      readonly uid: string;
      readonly username: string;
      readonly target: number;
      readonly reason?: string;
    }
  /** An entry of the audit log. */
  | {
      readonly type: "moderation";
      readonly uid: string;
      readonly username: string;
      readonly action: AuditEntry["action"];
      readonly details: AuditEntry["details"];
    }
  /** A person left: their last socket. */
  | { readonly type: "leave"; readonly uid: string }
  /** A webhook was sent something, and took it or not. */
  | { readonly type: "delivery"; readonly isDone: boolean }
  /** A frame was refused. */
  | { readonly type: "refusal" };

/** An occurrence, and the newest event of the log when it happened. */
export interface Occurred {
  readonly occurrence: Occurrence;
  readonly head: number;
}

/** The occurrences of a turn, until its end. */
export class Occurrences {
  readonly #head: () => number;
  #occurred: Occurred[] = [];

  /** @param head the newest event of the log */
  constructor(head: () => number) {
    this.#head = head;
  }

  note(occurrence: Occurrence): void {
    this.#occurred.push({ occurrence, head: this.#head() });
  }

  /** The occurrences since the last call. */
  take(): readonly Occurred[] {
    if (this.#occurred.length === 0) return this.#occurred;
    const occurred = this.#occurred;
    this.#occurred = [];
    return occurred;
  }
}
