import { MAX_TYPING } from "../../protocol/limits.ts";
import type { TypingObject } from "../../protocol/server-objects.ts";

/**
 * Batched typing indicators. A person costs one signal per batch however often they report typing, and the batch size
 * is limited (P3.9).
 */
export class Typing {
  readonly #pending = new Set<string>();

  /** Whether there are indicators to send. */
  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /**
   * Records that a person is typing. Beyond the limit it is dropped: a client that is still typing reports it again.
   */
  note(uid: string): void {
    if (this.#pending.size < MAX_TYPING) this.#pending.add(uid);
  }

  /** Clears the indicator after the person has sent their message or left. */
  forget(uid: string): void {
    this.#pending.delete(uid);
  }

  take(): TypingObject[] {
    const objects = Array.from(this.#pending, (uid): TypingObject => ({ type: "typing", uid }));
    this.#pending.clear();
    return objects;
  }
}
