import { findMessage } from "../../client/index.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { UnsentLine } from "./unsent-line.tsx";

/** What was said here and is not in the log, in the order in which it will be; or that all of it is. */
export function Unsent({ chat }: { chat: Chat }) {
  const { log } = useWords();
  const pending = useView(chat, (view) => view.pending);
  const messages = useView(chat, (view) => view.messages);
  const isLastOwn = useView(chat, ({ self }) => self !== undefined && messages.at(-1)?.uid === self.uid);
  const unsent = pending.flatMap((one) => {
    const { command } = one;
    // An edit is told at its message, where that is here.
    const isHere =
      command.type === "message" || (command.type === "edit" && findMessage(messages, command.target) === undefined);
    return isHere ? [{ pending: one, command }] : [];
  });
  if (unsent.length === 0) return isLastOwn ? <p class="stored">{log.stored}</p> : null;
  return (
    <ol class="unsent" aria-label={log.unsent}>
      {unsent.map(({ command, pending }) => (
        <UnsentLine key={pending.id} chat={chat} pending={pending} command={command} />
      ))}
    </ol>
  );
}
