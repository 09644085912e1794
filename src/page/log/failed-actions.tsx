import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";

/** What can be done about something that the room did not take. */
export function FailedActions({ chat, id }: { chat: Chat; id: string }) {
  const { log } = useWords();
  const action = (label: string, act: (id: string) => void) => (
    <button type="button" class="button button-quiet" onClick={() => act(id)}>
      {label}
    </button>
  );
  return (
    <p class="failed-actions">
      {action(log.edit, chat.takeBack)}
      {action(log.retry, chat.retry)}
      {action(log.discard, chat.discard)}
    </p>
  );
}
