import * as v from "valibot";
import { type RoomStorage, webStorage } from "../../client/index.ts";
import { createStore, type Store } from "./store.ts";

/**
 * A value that this browser keeps, for all tabs. Where it refuses that, the value lives as long as the page.
 *
 * @param key in `localStorage`
 * @param schema what was kept was written by an earlier version, or by anybody: what does not fit is as good as absent
 */
export function createPersistedStore<T>(key: string, schema: v.GenericSchema<unknown, T>, initial: T): Store<T> {
  const parsed = (text: string | null): T => {
    const result = v.safeParse(schema, parseJson(text));
    return result.success ? result.output : initial;
  };
  const store = createStore(parsed(recallItem(key)));
  addEventListener("storage", (event) => {
    // A storage that was emptied has no key to tell.
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

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/**
 * Where the page keeps who one is in each room, and what is not sent yet: shared by all tabs, across reloads. Where the
 * browser refuses that, for as long as the page lives.
 */
export function pageStorage(): RoomStorage {
  try {
    return webStorage(localStorage);
  } catch {
    // Storage may be switched off, or refused to a page in a frame: asking for it throws.
    return new Map<string, string>();
  }
}
