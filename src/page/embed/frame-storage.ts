import type { RoomStorage } from "../../client/index.ts";

/** A storage that is in memory until the user agrees that something is stored, and that can move. */
export class FrameStorage implements RoomStorage {
  #target: RoomStorage = new Map<string, string>();
  /** Whether the user was forgotten while the storage was in memory. */
  #isForgotten = false;

  get(key: string): string | undefined {
    return this.#target.get(key);
  }

  set(key: string, value: string): void {
    this.#target.set(key, value);
  }

  delete(key: string): void {
    this.#target.delete(key);
  }

  keys(): Iterable<string> {
    return this.#target.keys();
  }

  /**
   * Moves to another storage, with what is newer than its own.
   *
   * @param mine whether an item moves; others stay
   */
  moveTo(target: RoomStorage, mine: (key: string) => boolean = () => true): void {
    if (this.#isForgotten) clearStorage(target);
    this.#isForgotten = false;
    const before = this.#target;
    for (const key of [...before.keys()].filter(mine)) {
      const value = before.get(key);
      if (value !== undefined) target.set(key, value);
      before.delete(key);
    }
    this.#target = target;
  }

  /** Deletes everything, also what an earlier visit has stored where the storage moves to. */
  forget(): void {
    clearStorage(this.#target);
    this.#isForgotten = true;
  }
}

/** Deletes everything in a storage: identity, unsent messages and drafts. */
export function clearStorage(storage: RoomStorage): void {
  for (const key of [...storage.keys()]) storage.delete(key);
}

/**
 * A storage in the page around the frame (`persist="host"`).
 *
 * @param stored what that page has stored
 * @param store stores an item there, or deletes it without a value
 */
export function hostStorage(
  stored: Readonly<Record<string, string>>,
  store: (key: string, value?: string) => void,
): RoomStorage {
  const items = new Map(Object.entries(stored));
  return {
    get: (key) => items.get(key),
    set(key, value) {
      items.set(key, value);
      store(key, value);
    },
    delete(key) {
      if (items.delete(key)) store(key);
    },
    keys: () => items.keys(),
  };
}

/**
 * Makes the browser's storage look blocked, which every part of the page can live with, until the user agrees.
 *
 * @returns opens it again
 */
export function blockStorage(): () => void {
  const names = ["localStorage", "sessionStorage"] as const;
  const real = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  for (const name of names) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get: () => {
        throw new DOMException("The user has not agreed to storage.", "SecurityError");
      },
    });
  }
  return () => {
    for (const [index, name] of names.entries()) Object.defineProperty(globalThis, name, real[index] ?? {});
  };
}
