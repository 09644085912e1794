import type { Message } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { Name } from "../people/name.tsx";

interface Props {
  /** What is answered. */
  readonly seq: number;
  /** The same, where it is loaded. */
  readonly message: Message | undefined;
  readonly words: Words;
  /** Whether the answer is under the pointer or has the focus. */
  readonly isActive: boolean;
  readonly onJump: (seq: number) => void;
}

/** Above an answer, in one line: what it answers. A click leads there. */
export function Quote({ isActive, message, onJump, seq, words: { log } }: Props) {
  return (
    // The keys come here from the message, not from each of thousands.
    <button type="button" class="quote" tabIndex={isActive ? 0 : -1} onClick={() => onJump(seq)}>
      <span class="hidden">{log.inReplyTo} </span>
      {message === undefined ? (
        log.earlierMessage
      ) : (
        <>
          <Name name={message.username} uid={message.uid} />{" "}
          <bdi>{message.deleted ? log.deleted : message.message}</bdi>
        </>
      )}
    </button>
  );
}
