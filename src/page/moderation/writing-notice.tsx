import type { AllWords } from "../i18n/catalogue.ts";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { hindranceOf } from "../model/hindrance.ts";
import { useView } from "../model/use-view.ts";
import { isModerator } from "../model/view.ts";
import { durationWords } from "./duration.ts";
import { momentWords } from "./moment-words.ts";

/** Why one cannot write here, or not so fast. */
export function WritingNotice({ chat, id }: { chat: Chat; id: string }) {
  const words = useAllWords();
  const hindrance = useView(chat, hindranceOf);
  const mutedUntil = useView(chat, (view) => view.mutedUntil) ?? 0;
  const slowMode = useView(chat, (view) => (isModerator(view) ? 0 : view.settings.slowMode));
  const slow = slowMode > 0 ? words.writing.slowMode(durationWords(words, slowMode * 1_000)) : undefined;
  const text = hindrance === undefined ? slow : hindranceWords(words, hindrance, mutedUntil);
  return (
    <p id={id} class="writing-notice" role="status" data-hindered={hindrance !== undefined}>
      {text}
    </p>
  );
}

function hindranceWords(
  words: AllWords,
  hindrance: NonNullable<ReturnType<typeof hindranceOf>>,
  mutedUntil: number,
): string {
  switch (hindrance) {
    case "muted":
      return words.writing.muted(momentWords(words, mutedUntil));
    case "membersWrite":
      return words.writing.membersWrite;
    case "locked":
      return words.writing.locked;
  }
}
