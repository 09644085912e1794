import { withoutBlanks } from "./blanks.ts";
import { isVisible } from "./text.ts";

/** A blocked word, ready to be matched against folded text (P9.8). */
export interface BlockedWord {
  /** Folded by {@link foldText}. */
  readonly text: string;
  /** Whether a longer word may begin with it. */
  readonly isPrefix: boolean;
}

/**
 * Reads a blocked word as an owner wrote it (P9.8). Folding comes first: only a folded word shows whether anything
 * visible is left of it, and whether it ends with a `*`, which a Japanese keyboard writes as `＊`.
 *
 * @returns `undefined` if nothing visible stands before the `*`: such a word would match every text
 */
export function parseBlockedWord(word: string): BlockedWord | undefined {
  const folded = foldText(word);
  const isPrefix = folded.endsWith("*");
  const text = (isPrefix ? folded.slice(0, -1) : folded).trim();
  return isVisible(text.replaceAll("*", "")) ? { text, isPrefix } : undefined;
}

/** Maps every way to write a text to one: fullwidth and small letters, either case, and without invisible characters. */
export function foldText(text: string): string {
  return (
    withoutBlanks(text.normalize("NFKC"))
      // Upper case first: it turns "ß" into "ss". A final sigma depends on its place in a word, not on the word.
      .toUpperCase()
      .toLowerCase()
      .replaceAll("ς", "σ")
      // Again: a removed character may have kept a letter and its accent apart.
      .normalize("NFC")
      // An underscore is a space here: `_word_` is displayed without it.
      .replace(/[\s_]+/gu, " ")
      .trim()
  );
}
