import type { ComponentChildren } from "preact";
import { type UnsentCommand, view } from "../../client/index.ts";
import { useWords } from "../i18n/use-words.ts";
import { MessageText } from "../markup/message-text.tsx";
import type { Chat } from "../model/chat.ts";
import { ownName } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { Avatar, Name } from "../people/person.tsx";
import { Lazy } from "../ui/lazy.tsx";

/** Messages that are not stored yet, in their order; or a note that everything is sent. */
export function Unsent({ chat }: { chat: Chat }) {
  const { log } = useWords();
  const { unsent } = useView(chat, view);
  const last = useView(chat, ({ messages }) => messages.at(-1));
  const isLastOwn = useView(chat, ({ self }) => last !== undefined && last.uid === self?.uid);
  if (unsent.length === 0) return isLastOwn && last?.deleted !== true ? <p class="stored">{log.stored}</p> : null;
  return (
    <OwnMessages chat={chat} isContinued={isLastOwn} label={log.unsent}>
      {unsent.map((pending) => (
        <UnsentRow key={pending.id} chat={chat} pending={pending} />
      ))}
    </OwnMessages>
  );
}

interface OwnMessagesProps {
  readonly chat: Chat;
  /** Whether the user's name stands above already. */
  readonly isContinued: boolean;
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Messages of the user that are not stored yet, under their name. */
export function OwnMessages({ chat, children, isContinued, label }: OwnMessagesProps) {
  const { common } = useWords();
  const name = useView(chat, ownName);
  return (
    <div class="unsent-messages">
      {!isContinued && (
        <>
          <Avatar name={name} />
          <p class="messages-head">
            <Name name={name} />
            <span class="you">{common.you}</span>
          </p>
        </>
      )}
      <ol class="unsent" aria-label={label}>
        {children}
      </ol>
    </div>
  );
}

interface Props {
  readonly chat: Chat;
  readonly pending: UnsentCommand;
}

/** A message on its way, or one that the room rejected. */
export function UnsentRow({ chat, pending: { command, error, id } }: Props) {
  const mentions = command.type === "message" ? command.extra.mentions : undefined;
  return (
    <li data-failed={error !== undefined}>
      <div dir="auto">
        <MessageText text={command.message} mentions={mentions} own={chat.view.self?.uid} isActive />
        {"files" in command && <Lazy>{({ SentFiles }) => <SentFiles chat={chat} command={command} />}</Lazy>}
      </div>
      {error === undefined ? (
        <Waiting chat={chat} />
      ) : (
        <Lazy>{({ Failure }) => <Failure chat={chat} id={id} error={error} />}</Lazy>
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
