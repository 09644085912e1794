import type { RoomError } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Row } from "../../log/group-messages.ts";
import { Waiting } from "../../log/unsent.tsx";
import type { Chat } from "../../model/chat.ts";
import { takeBack } from "../model/take-back.ts";
import { ErrorText } from "../ui/error-text.tsx";

interface Props {
  readonly chat: Chat;
  readonly row: Row;
}

/** The state below a message: that it was imported (P17.15) or is hidden (P9.9), a pending change, or why a change failed. */
export function MessageState({ chat, row: { change, message, messageError } }: Props) {
  const { common, exporting, moderation } = useAllWords();
  return (
    <div class="message-state">
      {message.imported === true && <p class="hidden-mark">{exporting.imported}</p>}
      {message.hidden && <p class="hidden-mark">{moderation.hidden}</p>}
      {change?.state === "sending" && <Waiting chat={chat} />}
      {change?.error !== undefined && <Failure chat={chat} id={change.id} error={change.error} isChange />}
      {messageError !== undefined && (
        <>
          <p class="complaint" role="alert">
            <ErrorText error={messageError} />
          </p>
          <button type="button" class="button button-quiet" onClick={() => chat.dismissError(message.seq)}>
            {common.close}
          </button>
        </>
      )}
    </div>
  );
}

interface FailureProps {
  readonly chat: Chat;
  readonly id: string;
  readonly error: RoomError;
  /** It changes a message, instead of being one. */
  readonly isChange?: boolean;
}

/** Why the room rejected something, and what the user can do about it. */
export function Failure({ chat, error, id, isChange = false }: FailureProps) {
  const { actions } = useAllWords();
  const action = (label: string, act: (id: string) => unknown) => (
    <button type="button" class="button button-quiet" onClick={() => act(id)}>
      {label}
    </button>
  );
  return (
    <>
      <p class="complaint" role="alert">
        {isChange ? actions.notChanged : actions.notSent} <ErrorText error={error} />
      </p>
      <p class="failed-actions">
        {action(actions.edit, (failed) => takeBack(chat, failed))}
        {action(actions.retry, chat.retry)}
        {action(actions.discard, (failed) => chat.room.discard(failed))}
      </p>
    </>
  );
}
