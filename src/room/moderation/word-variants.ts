import type { BlockedWord } from "../../protocol/blocked-word.ts";

/**
 * Digits and signs that are written for letters. Each stands for letters that it looks like; a sign that ends a word in
 * ordinary sentences (`!`) is one only inside a word.
 */
const LEET: { readonly [letter: string]: string } = {
  a: "4@",
  b: "8",
  e: "3",
  g: "9",
  i: "1!",
  l: "1",
  o: "0",
  s: "5$",
  t: "7",
};

/** Letters below which a word is looked for in its own spelling only: so short, half of all product names would match. */
const MIN_LETTERS = 3;

/** Separators between the letters of `c a s i n o`. The word filter has made one space of all white space. */
const SEPARATORS = String.raw`[ .,_*~·•|/\\-]{1,3}`;

const LETTER = /^\p{L}\p{M}*$/u;
const WORD_EDGE = String.raw`[\p{L}\p{M}\p{N}_]`;

/**
 * Other spellings of a blocked word (P9.25): digits and signs for letters (`cas1no`), and separators between all letters
 * (`c a s i n o`). Whole words only: nothing is joined from parts of words, so no sentence holds one by accident.
 */
export class WordVariants {
  readonly #leet: RegExp | undefined;
  readonly #spaced: RegExp | undefined;

  constructor({ isPrefix, text }: BlockedWord) {
    const letters = Array.from(text.matchAll(/\P{M}\p{M}*/gu), ([letter]) => letter);
    if (letters.length < MIN_LETTERS || !letters.every((letter) => LETTER.test(letter))) return;
    const classes = letters.map((letter, index) => {
      // An `@` in front of a word mentions a person.
      const signs = index === 0 ? LEET[letter]?.replace("@", "") : LEET[letter];
      return signs === undefined ? letter : `[${letter}${signs}]`;
    });
    const end = isPrefix ? "" : `(?!${WORD_EDGE})`;
    this.#leet = new RegExp(`(?<!${WORD_EDGE})${classes.join("")}${end}`, "gu");
    // A letter that stands by itself before or behind belongs to the same row: "S C U N T H O R P E" is one word.
    const row = `${WORD_EDGE}(?!${WORD_EDGE})`;
    const spacedEnd = isPrefix ? `(?!${WORD_EDGE})` : `(?!${WORD_EDGE}|${SEPARATORS}${row})`;
    this.#spaced = new RegExp(
      `(?<!${WORD_EDGE}|(?<!${WORD_EDGE})${WORD_EDGE}${SEPARATORS})${classes.join(SEPARATORS)}${spacedEnd}`,
      "u",
    );
  }

  /** @param text as the word filter folds it */
  isIn(text: string): boolean {
    if (this.#spaced?.test(text)) return true;
    return this.#leet !== undefined && Array.from(text.matchAll(this.#leet)).some(([found]) => isMostlyLetters(found));
  }
}

/** Whether at least half of a word is letters. `A55` and `S10` are names of things, `c4s1n0` is none. */
function isMostlyLetters(word: string): boolean {
  const letters = word.match(/\p{L}/gu)?.length ?? 0;
  return letters >= 2 && letters * 2 >= word.length;
}
