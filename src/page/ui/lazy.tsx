import type { ComponentChildren } from "preact";
import type * as Parts from "../lazy/parts.ts";
import { createStore, useStore } from "../model/store.ts";

const parts = createStore<typeof Parts | undefined>(undefined);
let isAsked = false;

/** Loads what the page shows only when it is asked for. */
export function loadParts(): void {
  if (isAsked) return;
  isAsked = true;
  import("../lazy/parts.ts").then(parts.set, () => {
    // There is no network, and the script was not kept. Whoever needs it next tries again.
    isAsked = false;
  });
}

/** Does something with it as soon as it is there; where it cannot be loaded, nothing. */
export function withParts(use: (loaded: typeof Parts) => void): void {
  import("../lazy/parts.ts").then(use, () => {});
}

interface Props {
  readonly children: (loaded: typeof Parts) => ComponentChildren;
  /** False for what has nothing to show yet, and can wait until the page is there. */
  readonly isNeeded?: boolean;
}

/** Shows something of what is loaded behind the page, as soon as it is there. */
export function Lazy({ children, isNeeded = true }: Props) {
  const loaded = useStore(parts, ({ value }) => value);
  if (loaded !== undefined) return children(loaded);
  if (isNeeded) loadParts();
  return null;
}
