/** A word of a text, in the form in which it is found, and the place that it comes from. */
export interface Word {
  readonly word: string;
  /** UTF-16 units of the text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Where the first character of a pair ends; of the last character of a run, which has no next one, its own end. */
  readonly firstEnd?: number;
}

/**
 * Scripts that put no spaces between words. A dictionary (`Intl.Segmenter`) splits 东京都 into 东 and 京都 and would not find
 * 东京 in it. Pairs of characters find each part of a word.
 */
const SPACELESS =
  "\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}";
const LETTERS = "[\\p{L}\\p{N}\\p{M}]";

/** A pictograph, a flag, a run of a script without spaces, or a word of any other script. */
const PIECE = new RegExp(
  [
    "(?<emoji>\\p{Extended_Pictographic}|\\p{Regional_Indicator}{2})",
    `(?<run>[[${SPACELESS}]&&[\\p{L}\\p{N}]][[${SPACELESS}]&&${LETTERS}]*)`,
    `[[\\p{L}\\p{N}]--[${SPACELESS}]][[${LETTERS}\\u{200c}\\u{200d}]--[[${SPACELESS}]&&[\\p{L}\\p{N}]]]*`,
  ].join("|"),
  "gv",
);

/** A character of a run with its marks. Half-width kana have their voicing marks as characters of their own. */
const CHARACTER = /.[\p{M}\uff9e\uff9f]*/gsu;
/** Most texts have no other characters, and are split in a fraction of the time. */
const ASCII = /^[\0-\x7f]*$/;
const ASCII_WORD = /[\dA-Za-z]+/g;

/** Accents, vowel points and joiners. Voicing marks of kana, and marks of Indic and Thai, are a part of the letter. */
const ACCENTS =
  /[[[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}]&&[\p{Mn}\p{Me}\u{200c}\u{200d}]]--[\u{3099}\u{309a}]]|\u{640}/gv;

/** Letters that Unicode does not decompose, in the spelling that people type instead. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ł: "l",
  ı: "i",
  ς: "σ",
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ة: "ه",
};
const SPELLED = new RegExp(`[${Object.keys(SPELLINGS).join("")}]`, "gu");

/** A text without accents, case, width and vowel points: what is equal then is found. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(ACCENTS, "")
    .replace(SPELLED, (letter) => SPELLINGS[letter] ?? letter)
    .normalize("NFC");
}

/** The words of a text, in its order. No word has an ASCII character other than letters and digits. */
export function wordsOf(text: string): Word[] {
  if (ASCII.test(text)) {
    return Array.from(text.matchAll(ASCII_WORD), ({ 0: word, index: start }) => {
      return { word: word.toLowerCase(), start, end: start + word.length };
    });
  }
  const words: Word[] = [];
  for (const { 0: piece, groups, index: start } of text.matchAll(PIECE)) {
    if (groups?.run !== undefined) words.push(...pairsOf(piece, start));
    else {
      // The compatible form of one letter may be several words: ﷺ.
      for (const word of fold(piece).split(/[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}]+/u)) {
        if (word !== "") words.push({ word, start, end: start + piece.length });
      }
    }
  }
  return words;
}

/** Each character of a run with the next one, and the last one alone: it is found when a single character is asked for. */
function pairsOf(run: string, start: number): Word[] {
  const characters = Array.from(run.matchAll(CHARACTER), ({ 0: character, index }) => ({
    folded: fold(character),
    start: start + index,
    end: start + index + character.length,
  }));
  return characters.map(({ end, folded, start }, index) => {
    const next = characters[index + 1];
    return { word: folded + (next?.folded ?? ""), start, end: next?.end ?? end, firstEnd: end };
  });
}
