import type { RoomError } from "../../client/index.ts";
import type { Chat } from "../model/chat.ts";
import { refusalWords } from "../words.ts";

interface Props {
  readonly chat: Chat;
  readonly id: string;
  readonly text: string;
  /** What it waits for, in words. */
  readonly waiting: string;
  /** Why it will not be sent; `undefined` while it is on its way. */
  readonly error: RoomError | undefined;
}

/** Something said here that the log does not have: on its way, or refused. */
export function UnsentLine({ chat, error, id, text, waiting }: Props) {
  return (
    <li data-failed={error !== undefined}>
      <p class="text" dir="auto">
        {text}
      </p>
      {error === undefined ? (
        <p class="unsent-state">{waiting}</p>
      ) : (
        <>
          <p class="complaint" role="alert">
            Not sent. {refusalWords(error)}
          </p>
          <p class="unsent-actions">
            <button type="button" class="button button-quiet" onClick={() => chat.takeBack(id)}>
              Edit
            </button>
            <button type="button" class="button button-quiet" onClick={() => chat.retry(id)}>
              Retry
            </button>
            <button type="button" class="button button-quiet" onClick={() => chat.discard(id)}>
              Discard
            </button>
          </p>
        </>
      )}
    </li>
  );
}
