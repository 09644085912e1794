import type { ViewStore } from "./view-store.ts";

/** Runs what only a person can do. A reader (P3.35) is asked for a name first; the last such action waits for it. */
export function asPerson(store: ViewStore, run: () => void): void {
  if (store.view.isReader) store.set({ asking: run });
  else run();
}
