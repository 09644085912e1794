/** Something that changes, and tells so. */
export interface Store<T> {
  /** As it is now; a change makes a new one, in which what stayed the same is the same object. */
  readonly value: T;
  set(value: T): void;
  /** @returns a function that ends it */
  subscribe(listener: () => void): () => void;
}

/** A value that the whole page shares. */
export function createStore<T>(initial: T): Store<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get value() {
      return value;
    },
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
