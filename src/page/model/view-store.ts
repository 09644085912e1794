import type { Chat } from "./chat.ts";
import { useStore } from "./store.ts";
import type { View } from "./view.ts";

/**
 * Renders a component anew when what it shows of a room is another, and not for any other change.
 *
 * @param select gives what is shown; the same (`===`) as long as it need not be shown anew
 */
export function useView<T>(chat: Chat, select: (view: View) => T): T {
  return useStore(chat, ({ view }) => select(view));
}
