import { expect } from "vitest";
import type { NewcomerStore } from "../../src/capabilities/newcomers/newcomer-store.ts";

/** What every store of newcomers has to do, by the name of the test. */
export const NEWCOMER_STORE_CONTRACT: Readonly<Record<string, (store: NewcomerStore) => void>> = {
  "P10.5 a guest is new from the first time on": (store) => {
    expect(store.since("ada")).toBeUndefined();
    store.add("ada", 10_000);
    store.add("ada", 20_000);
    store.add("bob", 30_000);
    expect(store.since("ada")).toBe(10_000);
    expect(store.since("bob")).toBe(30_000);
  },
  "P10.2 a challenge is answered once": (store) => {
    expect(store.spend("one", 50_000, 10_000)).toBe(true);
    expect(store.spend("one", 50_000, 20_000)).toBe(false);
    expect(store.spend("two", 50_000, 20_000)).toBe(true);
  },
};
