import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { nameOf } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { MAX_NAMED, namesText } from "../../people/name-list.ts";

/** Who is typing. */
export function TypingText({ chat }: { chat: Chat }) {
  const strings = useAllWords();
  return useView(chat, (view) =>
    typingText(
      strings,
      view.typing.flatMap((uid) => nameOf(view, uid) ?? []),
    ),
  );
}

export function typingText(strings: AllWords, names: readonly string[]): string {
  if (names.length === 0) return "";
  if (names.length > MAX_NAMED) return strings.composing.severalTyping;
  return strings.composing.typing(namesText(strings, names), names.length);
}
