import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";

/** What can be done about something that the room did not take. */
export function FailedActions({ chat, id }: { chat: Chat; id: string }) {
  const { actions } = useAllWords();
  const action = (label: string, act: (id: string) => void) => (
    <button type="button" class="button button-quiet" onClick={() => act(id)}>
      {label}
    </button>
  );
  return (
    <p class="failed-actions">
      {action(actions.edit, chat.takeBack)}
      {action(actions.retry, chat.retry)}
      {action(actions.discard, chat.discard)}
    </p>
  );
}
