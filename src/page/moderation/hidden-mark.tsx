import { useAllWords } from "../i18n/use-all-words.ts";

/** Tells a moderator that others do not see a message (P9.9). */
export function HiddenMark() {
  const { moderation } = useAllWords();
  return <p class="hidden-mark">{moderation.hidden}</p>;
}
