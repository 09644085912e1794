import { MAX_TYPING } from "../../protocol/limits.ts";
import type { TypingObject } from "../../protocol/server-objects.ts";

/**
 * Who is typing and was not told of yet. Gathered until somebody takes it, so that a person costs one signal however
 * often they say so, and a room full of people typing costs no more than a few (P3.9).
 */
export class Typing {
  readonly #untold = new Set<string>();

  /** Whether there is something to take. */
  get changed(): boolean {
    return this.#untold.size > 0;
  }

  /** A person is typing. Whoever is one too many says so again in a while, if it goes on. */
  note(uid: string): void {
    if (this.#untold.size < MAX_TYPING) this.#untold.add(uid);
  }

  /** A person has sent what they typed, or is gone. */
  forget(uid: string): void {
    this.#untold.delete(uid);
  }

  take(): TypingObject[] {
    const told = Array.from(this.#untold, (uid): TypingObject => ({ type: "typing", uid }));
    this.#untold.clear();
    return told;
  }
}
