import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import type { Chat } from "./chat.ts";
import type { View } from "./view.ts";

/**
 * Renders a component anew when what it shows is another, and not for any other change.
 *
 * @param select gives what is shown; the same (`===`) as long as it need not be shown anew
 */
export function useView<T>(chat: Chat, select: (view: View) => T): T {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const selected = select(chat.view);
  const shown = useRef({ select, selected });
  shown.current = { select, selected };
  // A layout effect comes in the same turn as the render, so that no change falls between.
  useLayoutEffect(
    () =>
      chat.subscribe(() => {
        if (shown.current.select(chat.view) !== shown.current.selected) render(undefined);
      }),
    [chat],
  );
  return selected;
}
