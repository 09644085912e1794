import { useEffect, useState } from "preact/hooks";
import type { Message, RoomError } from "../../../client/index.ts";
import { fromWire } from "../../../client/message.ts";
import { MAX_PAGE_MESSAGES } from "../../../protocol/limits.ts";
import { parseMessages } from "../../../protocol/server-frame.ts";
import { machineTime } from "../../i18n/format.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAdminWords } from "../../i18n/use-admin-words.ts";
import { dialogsState } from "../../lazy/model/dialogs-state.ts";
import { PersonMenu } from "../../lazy/people/person-menu.tsx";
import { ConfirmDialog } from "../../lazy/ui/confirm-dialog.tsx";
import { useStore } from "../../model/store.ts";
import { BanButton } from "../across/ban-dialog.tsx";
import { callServer } from "../model/call-server.ts";
import type { OperatorRoom } from "../model/operator-room.ts";
import { AnswerState } from "../ui/answer-state.tsx";
import { ErasePerson } from "./erase-person.tsx";

interface Loaded {
  /** Newest first. */
  readonly messages: readonly Message[] | undefined;
  readonly more: boolean;
  readonly error: RoomError | undefined;
}

/** The messages of a room as texts, those that are hidden included, newest first. */
export function RoomLog({ chat }: { chat: OperatorRoom }) {
  const { roomPage } = useAdminWords();
  const { room } = chat.view;
  const [{ error, messages, more }, setLoaded] = useState<Loaded>({
    messages: undefined,
    more: false,
    error: undefined,
  });
  const changes = useStore(dialogsState, ({ value }) => value.changes);
  const load = async (known: readonly Message[], isWanted: () => boolean) => {
    const before = known.at(-1)?.seq;
    const query = new URLSearchParams({
      limit: String(MAX_PAGE_MESSAGES),
      ...(before !== undefined && { before: String(before) }),
    });
    try {
      const answer = await callServer<{ readonly messages?: unknown }>(`/rooms/${room}/messages?${query}`);
      const page = parseMessages(answer.messages).map(fromWire).toReversed();
      if (!isWanted()) return;
      setLoaded({ messages: [...known, ...page], more: page.length === MAX_PAGE_MESSAGES, error: undefined });
    } catch (reason) {
      // It rejects with nothing else.
      if (isWanted()) setLoaded((last) => ({ ...last, error: reason as RoomError }));
    }
  };
  useEffect(() => {
    let isWanted = true;
    void load([], () => isWanted);
    return () => {
      isWanted = false;
    };
  }, [room, changes]);
  return (
    <>
      <AnswerState of={{ answer: messages, error }} />
      {messages?.length === 0 && <p class="panel-advice">{roomPage.noMessages}</p>}
      {messages !== undefined && messages.length > 0 && (
        <ol class="listed" aria-label={roomPage.log}>
          {messages.map((message) => (
            <li key={message.seq}>
              <LoggedMessage chat={chat} message={message} />
            </li>
          ))}
        </ol>
      )}
      {more && messages !== undefined && (
        <button type="button" class="button button-quiet" onClick={() => void load(messages, () => true)}>
          {roomPage.older}
        </button>
      )}
    </>
  );
}

function LoggedMessage({ chat, message }: { chat: OperatorRoom; message: Message }) {
  const words = useAdminWords();
  const { account, actions, log, moderation } = words;
  const [isAsking, setAsking] = useState(false);
  const { at, deleted, erased, hidden, seq } = message;
  const username = message.username || (erased === true ? account.deletedUser : log.somebody);
  return (
    <>
      <p class="panel-advice">
        <bdi class="listed-who">{username}</bdi> · <time dateTime={machineTime(at)}>{momentText(words, at)}</time>
        {hidden === true && <span class="flag">{moderation.hidden}</span>}
      </p>
      {deleted === true ? (
        <p class="hidden-mark">{log.deleted}</p>
      ) : (
        <>
          <p class="listed-what" dir="auto">
            {message.message}
          </p>
          {message.files?.map(({ id, name }) => (
            <p key={id} class="panel-advice" dir="auto">
              {name}
            </p>
          ))}
          <p class="panel-actions">
            <button
              type="button"
              class="button button-quiet"
              aria-label={`${actions.delete}: ${username}, ${momentText(words, at)}`}
              onClick={() => setAsking(true)}
            >
              {actions.delete}
            </button>
            <PersonMenu chat={chat} person={message} class="button button-quiet" text={moderation.author} />
            <ErasePerson chat={chat} person={message} />
            <BanButton person={{ ...message, room: chat.view.room }} />
          </p>
          {isAsking && (
            <ConfirmDialog
              title={actions.deleteTitle}
              verb={actions.delete}
              onConfirm={() => chat.delete(seq)}
              onClose={() => setAsking(false)}
            >
              <p>{actions.deleteAdvice}</p>
            </ConfirmDialog>
          )}
        </>
      )}
    </>
  );
}
