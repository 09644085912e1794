import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { UnsentLine } from "./unsent-line.tsx";

/** What was said here and is not in the log, in the order in which it will be. */
export function Unsent({ chat }: { chat: Chat }) {
  const { log } = useWords();
  const { state } = useView(chat, ({ status }) => status);
  const pending = useView(chat, (view) => view.pending);
  const waiting = state === "entered" || state === "connecting" ? log.sending : log.sentWhenBack;
  const unsent = pending.flatMap(({ command, error, id }) =>
    command.type === "message" || command.type === "edit" ? [{ id, error, command }] : [],
  );
  if (unsent.length === 0) return null;
  return (
    <ol class="unsent" aria-label={log.unsent}>
      {unsent.map(({ command, error, id }) => (
        <UnsentLine key={id} chat={chat} id={id} command={command} waiting={waiting} error={error} />
      ))}
    </ol>
  );
}
