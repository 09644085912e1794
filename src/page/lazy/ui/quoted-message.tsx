import type { Message } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { readableText } from "../../markup/readable-text.ts";
import { Name } from "../../people/person.tsx";

/** The message that a dialog is about, in a few lines. */
export function QuotedMessage({ message }: { message: Message }) {
  const { log } = useAllWords();
  return (
    <blockquote class="quoted-message">
      <Name name={message.username || log.somebody} />
      <p dir="auto">{readableText(message)}</p>
    </blockquote>
  );
}
