import type { Message } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Name } from "../../people/person.tsx";
import { lineOf } from "../files/files-text.tsx";

/** The message that a dialog is about, in a few lines. */
export function QuotedMessage({ message }: { message: Message }) {
  const strings = useAllWords();
  const { format, log } = strings;
  return (
    <blockquote class="quoted-message">
      <Name name={message.username || log.somebody} /> <time class="quoted-time">{format.dayAndTime(message.at)}</time>
      <p dir="auto">{lineOf(strings, message)}</p>
    </blockquote>
  );
}
