import type { Pending, RoomError } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Waiting } from "../../log/unsent.tsx";
import type { Chat } from "../../model/chat.ts";
import { ErrorText } from "../ui/error-text.tsx";

interface Props {
  readonly chat: Chat;
  readonly seq: number;
  readonly change: Pending | undefined;
  readonly trouble: RoomError | undefined;
}

/** The state below a message: a pending change, or why a change failed. */
export function MessageState({ change, chat, seq, trouble }: Props) {
  const { actions, common } = useAllWords();
  return (
    <div class="message-state">
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
          <button type="button" class="button button-quiet" onClick={() => chat.dismissError(seq)}>
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

/** Tells moderators that a message is hidden from others (P9.9). */
export function HiddenMark() {
  const { moderation } = useAllWords();
  return <p class="hidden-mark">{moderation.hidden}</p>;
}
