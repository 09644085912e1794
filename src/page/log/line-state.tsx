import type { Pending, RoomError } from "../../client/index.ts";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { Refusal } from "../ui/refusal.tsx";
import { FailedActions } from "./failed-actions.tsx";
import { Waiting } from "./waiting.tsx";

interface Props {
  readonly chat: Chat;
  readonly seq: number;
  readonly change: Pending | undefined;
  readonly trouble: RoomError | undefined;
}

/** Below a message: what is on its way to change it, or why something did not happen to it. */
export function LineState({ change, chat, seq, trouble }: Props) {
  const { actions, common } = useAllWords();
  return (
    <div class="line-state">
      {change?.state === "sending" && <Waiting chat={chat} />}
      {change?.error !== undefined && (
        <>
          <p class="complaint" role="alert">
            {actions.notChanged} <Refusal error={change.error} />
          </p>
          <FailedActions chat={chat} id={change.id} />
        </>
      )}
      {trouble !== undefined && (
        <>
          <p class="complaint" role="alert">
            <Refusal error={trouble} />
          </p>
          <button type="button" class="button button-quiet" onClick={() => chat.dismiss(seq)}>
            {common.close}
          </button>
        </>
      )}
    </div>
  );
}
