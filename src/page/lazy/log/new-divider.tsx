import type { Words } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";

/** Separates what the user has read from what is new. */
export function NewDivider({ since }: { since: number }) {
  const strings = useAllWords();
  return <p class="new-divider">{strings.presence.newSince(sinceText(strings, since))}</p>;
}

/** A time of today, or a date. */
function sinceText({ format }: Words, since: number): string {
  const isToday = new Date(since).toDateString() === new Date().toDateString();
  return isToday ? format.time(since) : format.day(since);
}
