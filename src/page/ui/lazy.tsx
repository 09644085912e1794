import type { ComponentChildren } from "preact";
import type * as Parts from "../lazy/parts.ts";
import { createStore, useStore } from "../model/store.ts";

const parts = createStore<typeof Parts | undefined>(undefined);
let loading: Promise<typeof Parts> | undefined;

/**
 * The lazy part. All who ask share one import: while a module awaits something, WebKit fulfills a second import of it before it
 * has run. Offline, without a cached copy, the next call tries again.
 */
function load(): Promise<typeof Parts> {
  loading ??= import("../lazy/parts.ts").catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Loads the lazy part once. */
export function loadParts(): void {
  load().then(parts.set, () => {});
}

/** Calls back with the lazy part, or never if it cannot be loaded. */
export function withParts(use: (loaded: typeof Parts) => void): void {
  load().then(use, () => {});
}

/** Loads the lazy part, which reserves the places of files. */
export const loadFiles = () => load().catch(() => {});

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
