import { findMessage, type Pending } from "../../client/index.ts";
import { useWords } from "../i18n/use-words.ts";
import { MessageText } from "../markup/message-text.tsx";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/view-store.ts";
import { Lazy } from "../ui/lazy.tsx";

/** Messages that are not stored yet, in their order; or a note that everything is sent. */
export function Unsent({ chat }: { chat: Chat }) {
  const { log } = useWords();
  const pending = useView(chat, (view) => view.pending);
  const messages = useView(chat, (view) => view.messages);
  const isLastOwn = useView(chat, ({ self }) => self !== undefined && messages.at(-1)?.uid === self.uid);
  const unsent = pending.flatMap((one) => {
    const { command } = one;
    // A pending edit is shown at its message, if that is loaded.
    const isHere =
      command.type === "message" || (command.type === "edit" && findMessage(messages, command.target) === undefined);
    return isHere ? [{ pending: one, command }] : [];
  });
  if (unsent.length === 0) return isLastOwn ? <p class="stored">{log.stored}</p> : null;
  return (
    <ol class="unsent" aria-label={log.unsent}>
      {unsent.map(({ command, pending }) => (
        <UnsentRow key={pending.id} chat={chat} pending={pending} command={command} />
      ))}
    </ol>
  );
}

interface Props {
  readonly chat: Chat;
  readonly pending: Pending;
  readonly command: Extract<Pending["command"], { type: "message" | "edit" }>;
}

/** A message on its way, or one that the room rejected. */
export function UnsentRow({ chat, command, pending: { error, id } }: Props) {
  const strings = useWords();
  const mentions = command.type === "message" ? command.extra.mentions : undefined;
  return (
    <li data-failed={error !== undefined}>
      <div dir="auto">
        <MessageText text={command.message} mentions={mentions} own={chat.view.self?.uid} />
      </div>
      {error === undefined ? (
        <Waiting chat={chat} />
      ) : (
        <>
          <p class="complaint" role="alert">
            {strings.log.notSent} <Lazy>{({ ErrorText }) => <ErrorText error={error} />}</Lazy>
          </p>
          <Lazy>{({ FailedActions }) => <FailedActions chat={chat} id={id} />}</Lazy>
        </>
      )}
    </li>
  );
}

/** Says what an unsent message waits for. */
export function Waiting({ chat }: { chat: Chat }) {
  const { log } = useWords();
  const { state } = useView(chat, ({ status }) => status);
  return <p class="waiting">{state === "online" || state === "connecting" ? log.sending : log.sentWhenBack}</p>;
}
