import * as v from "valibot";
import { type RoomStorage, webStorage } from "../../client/index.ts";
import { parseJson } from "../../protocol/json.ts";
import { createStore, type Store } from "./store.ts";

/**
 * A value in `localStorage`, shared by all tabs. If the browser refuses access, it lives as long as the page.
 *
 * @param key in `localStorage`
 * @param schema validates the stored value, which an earlier version may have written; an invalid one is ignored
 */
export function createPersistedStore<T>(key: string, schema: v.GenericSchema<unknown, T>, initial: T): Store<T> {
  const parsed = (text: string | null): T => {
    const result = v.safeParse(schema, parseJson(text ?? "null"));
    return result.success ? result.output : initial;
  };
  const store = createStore(parsed(recallItem(key)));
  addEventListener("storage", (event) => {
    // `localStorage.clear()` reports no key.
    if (event.key === key || event.key === null) store.set(parsed(event.newValue));
  });
  return {
    get value() {
      return store.value;
    },
    subscribe: store.subscribe,
    set(value) {
      keepItem(key, JSON.stringify(value));
      store.set(value);
    },
  };
}

/** Reads an item of `localStorage`; `null` also if the browser refuses access, as it may in a frame. */
export function recallItem(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes an item of `localStorage`, unless the browser refuses or the storage is full. */
export function keepItem(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The value lives as long as the page.
  }
}

/**
 * The storage of identities and unsent messages, shared by all tabs. If the browser refuses access, it lives as long as
 * the page.
 */
export const pageStorage = () => storageOf(() => localStorage);

/** The storage of this tab, which survives a reload. */
export const tabStorage = () => storageOf(() => sessionStorage);

function storageOf(storage: () => Storage): RoomStorage {
  try {
    return webStorage(storage());
  } catch {
    // Accessing it throws if it is disabled, as in some frames.
    return new Map<string, string>();
  }
}
