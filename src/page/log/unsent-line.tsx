import type { Pending, RoomError } from "../../client/index.ts";
import { refusalWords } from "../i18n/refusal-words.ts";
import { useWords } from "../i18n/use-words.ts";
import { MessageText } from "../markup/message-text.tsx";
import type { Chat } from "../model/chat.ts";

interface Props {
  readonly chat: Chat;
  readonly id: string;
  readonly command: Extract<Pending["command"], { type: "message" | "edit" }>;
  /** What it waits for, in words. */
  readonly waiting: string;
  /** Why it will not be sent; `undefined` while it is on its way. */
  readonly error: RoomError | undefined;
}

/** Something said here that the log does not have: on its way, or refused. */
export function UnsentLine({ chat, command, error, id, waiting }: Props) {
  const words = useWords();
  const mentions = command.type === "message" ? command.extra.mentions : undefined;
  return (
    <li data-failed={error !== undefined}>
      <div dir="auto">
        <MessageText text={command.message} mentions={mentions} own={chat.view.self?.uid} />
      </div>
      {error === undefined ? (
        <p class="unsent-state">{waiting}</p>
      ) : (
        <>
          <p class="complaint" role="alert">
            {words.log.notSent} {refusalWords(words, error)}
          </p>
          <p class="unsent-actions">
            <button type="button" class="button button-quiet" onClick={() => chat.takeBack(id)}>
              {words.log.edit}
            </button>
            <button type="button" class="button button-quiet" onClick={() => chat.retry(id)}>
              {words.log.retry}
            </button>
            <button type="button" class="button button-quiet" onClick={() => chat.discard(id)}>
              {words.log.discard}
            </button>
          </p>
        </>
      )}
    </li>
  );
}
