import type { Words } from "../i18n/catalogue.ts";
import { MAX_NAMED, namesWords } from "../people/names.ts";

/** Who is typing; of many there is only talk. */
export function typingWords(words: Words, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  if (names.length > MAX_NAMED) return words.composer.severalTyping;
  return words.composer.typing(namesWords(words, names), names.length);
}
