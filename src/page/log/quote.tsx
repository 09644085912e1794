import type { Message } from "../../client/index.ts";
import { useWords } from "../i18n/use-words.ts";
import { Name } from "../people/name.tsx";

/** Above an answer, in one line: what it answers. */
export function Quote({ message }: { message: Message | undefined }) {
  const { log } = useWords();
  return (
    <p class="quote">
      <span class="hidden">{log.inReplyTo} </span>
      {message === undefined ? (
        log.earlierMessage
      ) : (
        <>
          <Name name={message.username} uid={message.uid} />{" "}
          <bdi>{message.deleted ? log.deleted : message.message}</bdi>
        </>
      )}
    </p>
  );
}
