import type { Pending, RoomError } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { refusalWords } from "../i18n/refusal-words.ts";
import type { Chat } from "../model/chat.ts";
import { FailedActions } from "./failed-actions.tsx";
import { Waiting } from "./waiting.tsx";

interface Props {
  readonly chat: Chat;
  readonly words: Words;
  readonly seq: number;
  readonly change: Pending | undefined;
  readonly trouble: RoomError | undefined;
}

/** Below a message: what is on its way to change it, or why something did not happen to it. */
export function LineState({ change, chat, seq, trouble, words }: Props) {
  return (
    <div class="line-state">
      {change?.state === "sending" && <Waiting chat={chat} />}
      {change?.error !== undefined && (
        <>
          <p class="complaint" role="alert">
            {words.log.notChanged} {refusalWords(words, change.error)}
          </p>
          <FailedActions chat={chat} id={change.id} />
        </>
      )}
      {trouble !== undefined && (
        <>
          <p class="complaint" role="alert">
            {refusalWords(words, trouble)}
          </p>
          <button type="button" class="button button-quiet" onClick={() => chat.dismiss(seq)}>
            {words.common.close}
          </button>
        </>
      )}
    </div>
  );
}
