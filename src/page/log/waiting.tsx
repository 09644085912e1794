import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";

/** What something that was said here, and is not stored, waits for. */
export function Waiting({ chat }: { chat: Chat }) {
  const { log } = useWords();
  const { state } = useView(chat, ({ status }) => status);
  return <p class="waiting">{state === "entered" || state === "connecting" ? log.sending : log.sentWhenBack}</p>;
}
