import type { Pending } from "../../client/index.ts";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import { MessageText } from "../markup/message-text.tsx";
import type { Chat } from "../model/chat.ts";
import { Waiting } from "./waiting.tsx";

interface Props {
  readonly chat: Chat;
  readonly pending: Pending;
  readonly command: Extract<Pending["command"], { type: "message" | "edit" }>;
}

/** Something said here that the log does not have: on its way, or refused. */
export function UnsentLine({ chat, command, pending: { error, id } }: Props) {
  const words = useWords();
  const mentions = command.type === "message" ? command.extra.mentions : undefined;
  return (
    <li data-failed={error !== undefined}>
      <div dir="auto">
        <MessageText text={command.message} mentions={mentions} own={chat.view.self?.uid} />
      </div>
      {error === undefined ? (
        <Waiting chat={chat} />
      ) : (
        <>
          <p class="complaint" role="alert">
            {words.log.notSent} <Later>{({ Refusal }) => <Refusal error={error} />}</Later>
          </p>
          <Later>{({ FailedActions }) => <FailedActions chat={chat} id={id} />}</Later>
        </>
      )}
    </li>
  );
}
