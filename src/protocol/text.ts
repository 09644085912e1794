/**
 * Normalizes texts before anyone else sees them (P5): NFC, without blanks around them, visible, and without control and direction-override
 * characters.
 */

/**
 * C0 and C1 controls except tab and line feed, and bidirectional embeddings, overrides and isolates, which can make a line
 * look different from its content (CVE-2021-42574).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: rejecting these is the point
export const FORBIDDEN_IN_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/** Tabs and line breaks: allowed in messages, but not in names. */
const LINE_LAYOUT = /[\t\n\u2028\u2029]/u;

/**
 * A text of only spaces, joiners and marks is invisible. So are some letters and symbols: the Hangul fillers, the blank
 * Braille pattern, two Egyptian blanks and the null notehead.
 */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether any part of a text is visible. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * Counts Unicode code points, but only until the answer is known.
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
 * Converts a text to the form in which it is stored and counted (P5, P5.7).
 *
 * @returns the text in NFC, with `\n` for each line ending, without blanks around it. The first of several lines keeps its indent
 */
export function storedForm(raw: string): string {
  const text = raw
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .trimEnd()
    .replace(/^\s*\n/, "");
  return text.includes("\n") ? text : text.trimStart();
}

/**
 * Normalizes the text of a message (P5). Doesn't check the length, because an owner can configure that limit.
 *
 * @returns the text, or `undefined` if it is invalid
 */
export function normalizeMessage(raw: string): string | undefined {
  const text = storedForm(raw);
  return isVisible(text) && !FORBIDDEN_IN_TEXT.test(text) && text.isWellFormed() ? text : undefined;
}

/** The same for texts on one line, such as names. */
export function normalizeLine(raw: string): string | undefined {
  const text = normalizeMessage(raw);
  return text === undefined || LINE_LAYOUT.test(text) ? undefined : text;
}

const IN_WORD = /[\p{L}\p{M}\p{N}_]/u;

/** Scripts without spaces between words, or with endings that directly follow a name. */
export const JOINED_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Whether two characters belong to the same word. In scripts without spaces between words, the answer is always no.
 *
 * @param before a character, or an empty string
 * @param after a character, or an empty string
 */
export function isWithinWord(before: string, after: string): boolean {
  return IN_WORD.test(before) && IN_WORD.test(after) && !JOINED_SCRIPT.test(before) && !JOINED_SCRIPT.test(after);
}

/**
 * The length of a text in UTF-8. A lone surrogate counts as the three bytes of U+FFFD.
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
      // A pair takes four bytes, two per unit.
      bytes += 2;
      index += 1;
    } else {
      bytes += 2;
    }
  }
  return bytes;
}

/** Also handles `NaN`, which `charCodeAt` returns past the end. */
function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
