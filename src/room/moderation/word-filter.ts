import { type BlockedWord, foldText, parseBlockedWord } from "../../protocol/blocked-word.ts";
import type { BlockedWords } from "../../protocol/lists.ts";
import { isWithinWord } from "../../protocol/text.ts";
import { WordVariants } from "./word-variants.ts";

/** Action for a text that contains a blocked word (P9.8). */
export type WordVerdict = "reject" | "hide";

interface Pattern {
  readonly word: BlockedWord;
  /** Other spellings of the word, if the room looks for them (P9.25). */
  readonly variants: WordVariants | undefined;
}

/** Blocked words of a room, prepared for matching (P9.8). */
export class WordFilter {
  readonly #reject: readonly Pattern[];
  readonly #hide: readonly Pattern[];

  /** @param withVariants whether to look for other spellings as well (P9.25) */
  constructor({ hide, reject }: BlockedWords, withVariants = false) {
    this.#reject = reject.flatMap((word) => toPattern(word, withVariants));
    this.#hide = hide.flatMap((word) => toPattern(word, withVariants));
  }

  /** Whether there is nothing to look for. */
  get isEmpty(): boolean {
    return this.#reject.length === 0 && this.#hide.length === 0;
  }

  /** @returns the strictest action of any blocked word in the text, or `undefined` if it contains none */
  judge(text: string): WordVerdict | undefined {
    if (this.isEmpty) return undefined;
    const folded = foldText(text);
    const matches = ({ variants, word }: Pattern) => occursIn(word, folded) || variants?.isIn(folded);
    if (this.#reject.some(matches)) return "reject";
    return this.#hide.some(matches) ? "hide" : undefined;
  }
}

/** Ignores a word of which folding leaves nothing: a room may have stored one before such words were rejected. */
function toPattern(stored: string, withVariants: boolean): readonly Pattern[] {
  const read = parseBlockedWord(stored);
  const words = read === undefined ? [] : [read];
  return words.map((word) => ({ word, variants: withVariants ? new WordVariants(word) : undefined }));
}

function occursIn({ isPrefix, text: word }: BlockedWord, text: string): boolean {
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
