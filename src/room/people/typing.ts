import { MAX_TYPING } from "../../protocol/limits.ts";
import type { TypingObject } from "../../protocol/server-objects.ts";

/**
 * Who is typing and was not told of yet. Gathered until somebody takes it, so that a person costs one signal however
 * often they say so, and a room full of people typing costs no more than a few (P3.9).
 */
export class Typing {
  readonly #pending = new Set<string>();

  /** Whether there is something to take. */
  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /** A person is typing. Whoever is one too many says so again in a while, if it goes on. */
  note(uid: string): void {
    if (this.#pending.size < MAX_TYPING) this.#pending.add(uid);
  }

  /** A person has sent what they typed, or is gone. */
  forget(uid: string): void {
    this.#pending.delete(uid);
  }

  take(): TypingObject[] {
    const objects = Array.from(this.#pending, (uid): TypingObject => ({ type: "typing", uid }));
    this.#pending.clear();
    return objects;
  }
}
