import { MAX_TYPING } from "../../protocol/limits.ts";
import type { TypingEndedObject, TypingObject } from "../../protocol/server-objects.ts";

/** A typing change to announce. */
interface Indicator {
  readonly hasEnded: boolean;
  /** Whether only the person may see it, because they are shadowed. */
  readonly isShadowed: boolean;
}

/**
 * Batched typing indicators. A person costs one signal per batch however often they report typing, and the batch size
 * is limited (P3.9).
 */
export class Typing {
  /** By `uid`. */
  readonly #pending = new Map<string, Indicator>();

  /** Whether there are indicators to send. */
  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /** Whether one of them says that a person has stopped. */
  get hasEnded(): boolean {
    return [...this.#pending.values()].some(({ hasEnded }) => hasEnded);
  }

  /**
   * Records that a person is typing. Beyond the limit it is dropped: a client that is still typing reports it again.
   */
  note(uid: string, isShadowed = false): void {
    this.#put(uid, { hasEnded: false, isShadowed });
  }

  /** Records that a person has stopped without sending (P3.41). Beyond the limit, clients let the indicator expire. */
  end(uid: string, isShadowed = false): void {
    this.#put(uid, { hasEnded: true, isShadowed });
  }

  /** Clears the indicator after the person has sent their message or left. */
  forget(uid: string): void {
    this.#pending.delete(uid);
  }

  /** Takes the indicators: for everyone, and for the shadowed person alone (P9.9). */
  take(): { readonly object: TypingObject | TypingEndedObject; readonly isShadowed: boolean }[] {
    const taken = Array.from(this.#pending, ([uid, { hasEnded, isShadowed }]) => ({
      object: { type: hasEnded ? "typingEnded" : "typing", uid } as const,
      isShadowed,
    }));
    this.#pending.clear();
    return taken;
  }

  #put(uid: string, indicator: Indicator): void {
    if (this.#pending.has(uid) || this.#pending.size < MAX_TYPING) this.#pending.set(uid, indicator);
  }
}
