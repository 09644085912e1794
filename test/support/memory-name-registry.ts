import type { NameRegistry, RegisteredName } from "../../src/room/people/name-registry.ts";

/** An in-memory name registry, for room tests without a database. It scales to a crowd. */
export class MemoryNameRegistry implements NameRegistry {
  readonly #people = new Map<string, RegisteredName>();
  /** Sorted. */
  readonly #uids: string[] = [];
  readonly #bySkeleton = new Map<string, Set<string>>();

  /** How many names it knows. */
  get size(): number {
    return this.#people.size;
  }

  get(uid: string): RegisteredName | undefined {
    return this.#people.get(uid);
  }

  alike(skeletons: readonly string[]): readonly RegisteredName[] {
    const uids = new Set(skeletons.flatMap((look) => [...(this.#bySkeleton.get(look) ?? [])]));
    return [...uids].flatMap((uid) => this.#people.get(uid) ?? []);
  }

  heldFrom(hashes: readonly string[], now: number): readonly RegisteredName[] {
    return [...this.#people.values()]
      .filter(({ from, until }) => from !== undefined && hashes.includes(from) && until > now)
      .sort((one, other) => one.until - other.until || (one.uid < other.uid ? -1 : 1));
  }

  put(kept: RegisteredName): void {
    this.delete(kept.uid);
    this.#people.set(kept.uid, kept);
    this.#uids.splice(this.#placeBehind(kept.uid), 0, kept.uid);
    for (const look of kept.skeletons) {
      this.#bySkeleton.set(look, (this.#bySkeleton.get(look) ?? new Set()).add(kept.uid));
    }
  }

  after(uid: string, limit: number): readonly RegisteredName[] {
    const place = this.#placeBehind(uid);
    return this.#uids.slice(place, place + limit).flatMap((other) => this.#people.get(other) ?? []);
  }

  delete(uid: string): void {
    const known = this.#people.get(uid);
    if (known === undefined) return;
    this.#people.delete(uid);
    this.#uids.splice(this.#uids.indexOf(uid), 1);
    for (const look of known.skeletons) this.#bySkeleton.get(look)?.delete(uid);
  }

  #placeBehind(uid: string): number {
    const place = this.#uids.findIndex((other) => other > uid);
    return place === -1 ? this.#uids.length : place;
  }
}
