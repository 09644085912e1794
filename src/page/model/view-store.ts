import { useMemo } from "preact/hooks";
import { useStore } from "./store.ts";
import type { View } from "./view.ts";

/** The view, and its listeners by the fields that they read. */
export interface ViewSource {
  /** The current view. A change makes a new object, in which the fields that stayed the same are the same objects. */
  readonly view: View;
  /**
   * Calls a listener after each change of one of these fields. More fields can be added to the set later.
   *
   * @returns a function that unsubscribes
   */
  subscribe(listener: () => void, fields: ReadonlySet<PropertyKey>): () => void;
}

export interface ViewStore extends ViewSource {
  set(change: Partial<View>): void;
}

export function createViewStore(initial: View): ViewStore {
  const listeners = new Map<() => void, ReadonlySet<PropertyKey>>();
  let view = initial;
  return {
    get view() {
      return view;
    },
    set(change) {
      const before: Readonly<Record<string, unknown>> = { ...view };
      view = { ...view, ...change };
      const changed = Object.entries(change).filter(([field, value]) => value !== before[field]);
      for (const [listener, fields] of listeners) {
        if (changed.some(([field]) => fields.has(field))) listener();
      }
    },
    subscribe(listener, fields) {
      listeners.set(listener, fields);
      return () => void listeners.delete(listener);
    },
  };
}

/** Reads a view, and is told only of changes of the fields that it has read: a keystroke runs no selector of the log. */
export function trackReads(source: ViewSource) {
  const fields = new Set<PropertyKey>();
  return {
    read: <T>(select: (view: View) => T): T =>
      select(
        new Proxy(source.view, {
          get(view, field) {
            fields.add(field);
            return Reflect.get(view, field);
          },
        }),
      ),
    subscribe: (listener: () => void) => source.subscribe(listener, fields),
  };
}

/**
 * Renders a component again when its selection of the view changes, and for no other change.
 *
 * @param select returns what the component shows: the same object (`===`) as long as it looks the same
 */
export function useView<T>(source: ViewSource, select: (view: View) => T): T {
  const reads = useMemo(() => trackReads(source), [source]);
  return useStore(reads, () => reads.read(select));
}
