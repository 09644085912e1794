import { MAX_TYPING } from "../../protocol/limits.ts";
import type { TypingObject } from "../../protocol/server-objects.ts";

/**
 * Batched typing indicators. A person costs one signal per batch however often they report typing, and the batch size
 * is limited (P3.9).
 */
export class Typing {
  /** By `uid`: whether only the person may see it, because they are shadowed. */
  readonly #pending = new Map<string, boolean>();

  /** Whether there are indicators to send. */
  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /**
   * Records that a person is typing. Beyond the limit it is dropped: a client that is still typing reports it again.
   */
  note(uid: string, isShadowed = false): void {
    if (this.#pending.size < MAX_TYPING) this.#pending.set(uid, isShadowed);
  }

  /** Clears the indicator after the person has sent their message or left. */
  forget(uid: string): void {
    this.#pending.delete(uid);
  }

  /** Takes the indicators: for everyone, and for the shadowed person alone (P9.9). */
  take(): { readonly object: TypingObject; readonly isShadowed: boolean }[] {
    const taken = Array.from(this.#pending, ([uid, isShadowed]) => ({
      object: { type: "typing", uid } as const,
      isShadowed,
    }));
    this.#pending.clear();
    return taken;
  }
}
