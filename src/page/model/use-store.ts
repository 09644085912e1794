import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

/**
 * Renders a component anew when what it shows of a store is another, and not for any other change.
 *
 * @param select gives what is shown; the same (`===`) as long as it need not be shown anew
 */
export function useStore<S extends { subscribe(listener: () => void): () => void }, T>(
  store: S,
  select: (store: S) => T,
): T {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const selected = select(store);
  const shown = useRef({ select, selected });
  shown.current = { select, selected };
  // A layout effect comes in the same turn as the render, so that no change falls between.
  useLayoutEffect(
    () =>
      store.subscribe(() => {
        if (shown.current.select(store) !== shown.current.selected) render(undefined);
      }),
    [store],
  );
  return selected;
}
