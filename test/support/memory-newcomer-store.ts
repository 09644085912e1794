import type { NewcomerStore } from "../../src/capabilities/newcomers/newcomer-store.ts";

/** New guests in memory, for tests. */
export class MemoryNewcomerStore implements NewcomerStore {
  readonly #since = new Map<string, number>();
  readonly #spent = new Set<string>();

  add(uid: string, now: number): void {
    if (!this.#since.has(uid)) this.#since.set(uid, now);
  }

  since(uid: string): number | undefined {
    return this.#since.get(uid);
  }

  spend(salt: string): boolean {
    const isFirst = !this.#spent.has(salt);
    this.#spent.add(salt);
    return isFirst;
  }
}
