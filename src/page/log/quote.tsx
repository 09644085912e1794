import type { Message } from "../../client/index.ts";
import { Name } from "../people/name.tsx";

/** Above an answer, in one line: what it answers. */
export function Quote({ message }: { message: Message | undefined }) {
  return (
    <p class="quote">
      <span class="hidden">In reply to </span>
      {message === undefined ? (
        "an earlier message"
      ) : (
        <>
          <Name name={message.username} uid={message.uid} />{" "}
          <bdi>{message.deleted ? "This message was deleted" : message.message}</bdi>
        </>
      )}
    </p>
  );
}
