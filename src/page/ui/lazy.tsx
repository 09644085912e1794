import type { ComponentChildren } from "preact";
import type * as Parts from "../lazy/parts.ts";
import { createStore, useStore } from "../model/store.ts";

const parts = createStore<typeof Parts | undefined>(undefined);
let isAsked = false;

/** Loads the lazy part once. */
export function loadParts(): void {
  if (isAsked) return;
  isAsked = true;
  import("../lazy/parts.ts").then(parts.set, () => {
    // The browser is offline and has no cached copy. The next call tries again.
    isAsked = false;
  });
}

/** Calls back with the lazy part, or never if it cannot be loaded. */
export function withParts(use: (loaded: typeof Parts) => void): void {
  import("../lazy/parts.ts").then(use, () => {});
}

/** Loads the lazy part, which reserves the places of files. */
export const loadFiles = () => import("../lazy/parts.ts").catch(() => {});

interface Props {
  readonly children: (loaded: typeof Parts) => ComponentChildren;
  /** False to render nothing until the lazy part has loaded anyway. */
  readonly isNeeded?: boolean;
}

/** Renders a component of the lazy part once it has loaded. */
export function Lazy({ children, isNeeded = true }: Props) {
  const loaded = useStore(parts, ({ value }) => value);
  if (loaded !== undefined) return children(loaded);
  if (isNeeded) loadParts();
  return null;
}
