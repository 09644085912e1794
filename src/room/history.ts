import type { MessageObject } from "../protocol/messages.ts";

/**
 * The log of one room, as the room sees it: a synchronous port. `test/support/history-contract.ts` says by tests what
 * every implementation has to do.
 *
 * Writes are the room's own calls, not effects, because a command has to see what the command before it wrote, in the
 * same transaction (P4.3). The shell opens that transaction and sends nothing before it is committed (P4.1).
 */
export interface History {
  /** The `seq` of the newest event, 0 in a new room. */
  head(): number;
  /**
   * Stores the next event.
   *
   * @param event its `seq` is `head() + 1`, and its `(uid, id)` is new
   * @throws where it cannot be stored; then nothing is
   */
  append(event: MessageObject): void;
  /** The event that this person's command of that id became (P4.3). */
  find(uid: string, id: string): MessageObject | undefined;
  /** The newest messages, oldest first; at most `limit`. */
  newest(limit: number): MessageObject[];
}
