import type { Words } from "../i18n/catalogue.ts";
import { namesWords } from "../people/names.ts";

/** People who are named one by one while they type; of more there is only talk. */
const NAMED = 3;

/** Who is typing. */
export function typingWords(words: Words, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  if (names.length > NAMED) return words.composer.severalTyping;
  return words.composer.typing(namesWords(words, names), names.length);
}
