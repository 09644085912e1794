import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isOpen } from "../model/view.ts";

/**
 * Brings older messages in, where the room has some.
 *
 * @param onAll called when there are no more, and the button with its focus is gone
 */
export function LoadOlder({ chat, onAll }: { chat: Chat; onAll: () => void }) {
  const { log } = useWords();
  const canLoad = useView(chat, (view) => view.more && isOpen(view));
  const isLoading = useView(chat, (view) => view.isLoading);
  if (!canLoad) return null;
  const load = async () => {
    if (!isLoading) await chat.loadOlder();
    if (!chat.view.more) onAll();
  };
  return (
    // Not `disabled` while it loads: that would take the focus away.
    <button type="button" class="button button-quiet load-older" aria-disabled={isLoading} onClick={load}>
      {isLoading ? log.loading : log.loadOlder}
    </button>
  );
}
