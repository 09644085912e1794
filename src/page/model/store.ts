import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

/** A value with subscribers. */
export interface Store<T> {
  /** The current value. A change makes a new object, in which unchanged parts are the same objects. */
  readonly value: T;
  set(value: T): void;
  /** @returns a function that unsubscribes */
  subscribe(listener: () => void): () => void;
}

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
 * Renders a component again when its selection of a store changes, and for no other change.
 *
 * @param select returns the same object (`===`) as long as the component looks the same
 */
export function useStore<S extends { subscribe(listener: () => void): () => void }, T>(
  store: S,
  select: (store: S) => T,
): T {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const selected = select(store);
  const shown = useRef({ select, selected });
  shown.current = { select, selected };
  // A layout effect runs in the same task as the render, so that no change is missed in between.
  useLayoutEffect(
    () =>
      store.subscribe(() => {
        if (shown.current.select(store) !== shown.current.selected) render(undefined);
      }),
    [store],
  );
  return selected;
}
