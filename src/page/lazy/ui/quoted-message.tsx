import type { Message } from "../../../client/index.ts";
import { machineTime } from "../../i18n/format.ts";
import { momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { Name } from "../../people/person.tsx";
import { lineOf } from "../files/files-text.tsx";

/** The message that a dialog is about, in a few lines. */
export function QuotedMessage({ message }: { message: Message }) {
  const strings = useAllWords();
  return (
    <blockquote class="quoted-message">
      <Name name={message.username || strings.log.somebody} />{" "}
      <time class="quoted-time" dateTime={machineTime(message.at)}>
        {momentText(strings, message.at)}
      </time>
      <p dir="auto">{lineOf(strings, message)}</p>
    </blockquote>
  );
}
