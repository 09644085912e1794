/**
 * What a text must be before anybody else sees it (P5): NFC, trimmed, free of control and
 * bidirectional-override characters, and not empty to the eye.
 */

/**
 * C0 and C1 controls but tab and line feed; the bidirectional embeddings, overrides and isolates, which can make a
 * line read otherwise than it is stored (CVE-2021-42574).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing these is the point
const FORBIDDEN_IN_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/** Tab and every line break: in a message they are layout, in a name they break the line it stands in. */
const LINE_LAYOUT = /[\t\n\u2028\u2029]/u;

/**
 * A text of nothing but spaces, joiners and marks shows as nothing. Neither do some letters and symbols: the Hangul
 * fillers, the blank Braille pattern and the null notehead.
 */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800\u{1d159}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether a reader sees anything of a text. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * Counts Unicode code points, and stops counting where the answer is known.
 *
 * @param text well-formed text
 * @param limit code points
 * @returns whether `text` has more than `limit` code points
 */
export function isLongerThan(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  if (text.length > limit * 2) return true;
  let count = 0;
  for (const _ of text) {
    count += 1;
    if (count > limit) return true;
  }
  return false;
}

/** Counts Unicode code points, as P5 does. */
export function codePointsIn(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/**
 * Puts a text into the form in which it is stored, and counted (P5).
 *
 * @returns the text in NFC, with `\n` for every line ending and without white space at its ends
 */
export function storedForm(raw: string): string {
  return raw.normalize("NFC").replace(/\r\n?/g, "\n").trim();
}

/**
 * A message as it is stored, or `undefined` where it is none (P5). Its length is the caller's to judge, because an
 * owner may set that limit.
 *
 * @param raw what the client sent
 */
export function normalizeMessage(raw: string): string | undefined {
  const text = storedForm(raw);
  return isVisible(text) && !FORBIDDEN_IN_TEXT.test(text) && text.isWellFormed() ? text : undefined;
}

/** The same for what has to stand in one line, such as a name. */
export function normalizeLine(raw: string): string | undefined {
  const text = normalizeMessage(raw);
  return text === undefined || LINE_LAYOUT.test(text) ? undefined : text;
}

const IN_WORD = /[\p{L}\p{M}\p{N}_]/u;

/** Scripts that put no space between words, or put endings right behind a name. */
const JOINED_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Whether a word goes on from one character to the next. Where words are not set apart it may always have ended.
 *
 * @param before a character, or nothing
 * @param after a character, or nothing
 */
export function isWithinWord(before: string, after: string): boolean {
  return IN_WORD.test(before) && IN_WORD.test(after) && !JOINED_SCRIPT.test(before) && !JOINED_SCRIPT.test(after);
}

/**
 * The bytes that a text takes in UTF-8; a lone surrogate counts as the three bytes of U+FFFD.
 *
 * @returns bytes
 */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes += 1;
    } else if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(index + 1))) {
      // A pair takes four bytes, two for each of its units.
      bytes += 2;
      index += 1;
    } else {
      bytes += 2;
    }
  }
  return bytes;
}

/** `NaN`, which `charCodeAt` gives past the end, is none. */
function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
