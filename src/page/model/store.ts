import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

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

/**
 * Renders a component anew when what it shows of a store is another, and not for any other change.
 *
 * @param select gives what is shown; the same (`===`) as long as it need not be shown anew
 */
export function useStore<S extends { subscribe(listener: () => void): () => void }, T>(
  store: S,
  select: (store: S) => T,
): T {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const selected = select(store);
  const shown = useRef({ select, selected });
  shown.current = { select, selected };
  // A layout effect comes in the same turn as the render, so that no change falls between.
  useLayoutEffect(
    () =>
      store.subscribe(() => {
        if (shown.current.select(store) !== shown.current.selected) render(undefined);
      }),
    [store],
  );
  return selected;
}
