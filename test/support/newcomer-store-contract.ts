import { expect, test } from "vitest";
import type { NewcomerStore } from "../../src/capabilities/newcomers/newcomer-store.ts";

/** Everything that an implementation of {@link NewcomerStore} has to do; run over each. */
export function newcomerStoreContract(
  withStore: (check: (open: () => NewcomerStore) => void) => Promise<void> | void,
): void {
  test("P10.5 a guest is new from the first time on, across an eviction", () =>
    withStore((open) => {
      const store = open();
      expect(store.since("ada")).toBeUndefined();
      store.add("ada", 10_000);
      store.add("ada", 20_000);
      store.add("bob", 30_000);
      expect(open().since("ada")).toBe(10_000);
      expect(open().since("bob")).toBe(30_000);
    }));

  test("P10.2 a challenge is answered once, across an eviction", () =>
    withStore((open) => {
      const store = open();
      expect(store.spend("one", 50_000, 10_000)).toBe(true);
      expect(store.spend("one", 50_000, 20_000)).toBe(false);
      expect(open().spend("one", 50_000, 20_000)).toBe(false);
      expect(open().spend("two", 50_000, 20_000)).toBe(true);
    }));
}
