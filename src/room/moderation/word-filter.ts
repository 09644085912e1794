import type { BlockedWords } from "../../protocol/moderation.ts";
import { isWithinWord } from "../../protocol/text.ts";

/** Action for a text that contains a blocked word (P9.8). */
export type WordVerdict = "reject" | "hide";

interface Pattern {
  readonly text: string;
  /** Whether it also matches longer words that start with it. */
  readonly isPrefix: boolean;
}

/** Blocked words of a room, prepared for matching (P9.8). */
export class WordFilter {
  readonly #reject: readonly Pattern[];
  readonly #hide: readonly Pattern[];

  constructor({ hide, reject }: BlockedWords) {
    this.#reject = reject.map(toPattern);
    this.#hide = hide.map(toPattern);
  }

  /** @returns the strictest action of any blocked word in the text, or `undefined` if it contains none */
  judge(text: string): WordVerdict | undefined {
    if (this.#reject.length === 0 && this.#hide.length === 0) return undefined;
    const folded = foldWords(text);
    const matches = (pattern: Pattern) => occursIn(pattern, folded);
    if (this.#reject.some(matches)) return "reject";
    return this.#hide.some(matches) ? "hide" : undefined;
  }
}

function toPattern(word: string): Pattern {
  const isPrefix = word.endsWith("*");
  return { text: foldWords(isPrefix ? word.slice(0, -1) : word), isPrefix };
}

/** Normalizes spelling variants: width, case, white space and invisible characters. */
function foldWords(text: string): string {
  return (
    text
      .normalize("NFKC")
      .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
      // Uppercase first, so that "ß" becomes "ss". A final sigma is only a positional form of sigma.
      .toUpperCase()
      .toLowerCase()
      .replaceAll("ς", "σ")
      .replace(/\s+/gu, " ")
      .trim()
  );
}

function occursIn({ isPrefix, text: word }: Pattern, text: string): boolean {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  for (let from = text.indexOf(word); from !== -1; from = text.indexOf(word, from + 1)) {
    const to = from + word.length;
    const begins = !isWithinWord(lastCharacter(text.slice(Math.max(0, from - 2), from)), first);
    const next = text.codePointAt(to);
    const ends = isPrefix || next === undefined || !isWithinWord(lastCharacter(word), String.fromCodePoint(next));
    if (begins && ends) return true;
  }
  return false;
}

/** The last code point of a text, or an empty string. */
function lastCharacter(text: string): string {
  return /.$/su.exec(text)?.[0] ?? "";
}
