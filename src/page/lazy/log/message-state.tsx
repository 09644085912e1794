import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Row } from "../../log/group-messages.ts";
import { Waiting } from "../../log/unsent.tsx";
import type { Chat } from "../../model/chat.ts";
import { ErrorText } from "../ui/error-text.tsx";

interface Props {
  readonly chat: Chat;
  readonly row: Row;
}

/**
 * The state below a message: a mark for moderators if it is hidden from others (P9.9), a pending change, or why a change
 * failed.
 */
export function MessageState({ chat, row: { change, message, messageError: trouble } }: Props) {
  const { actions, common, moderation } = useAllWords();
  return (
    <div class="message-state">
      {message.hidden && <p class="hidden-mark">{moderation.hidden}</p>}
      {change?.state === "sending" && <Waiting chat={chat} />}
      {change?.error !== undefined && (
        <>
          <p class="complaint" role="alert">
            {actions.notChanged} <ErrorText error={change.error} />
          </p>
          <FailedActions chat={chat} id={change.id} />
        </>
      )}
      {trouble !== undefined && (
        <>
          <p class="complaint" role="alert">
            <ErrorText error={trouble} />
          </p>
          <button type="button" class="button button-quiet" onClick={() => chat.dismissError(message.seq)}>
            {common.close}
          </button>
        </>
      )}
    </div>
  );
}

/** The actions for something that the room rejected. */
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
