/**
 * Code points that a terminal obeys instead of showing: C0 and C1 controls, line separators, and controls of the writing
 * direction that reach beyond their text. The room refuses nearly all of them (P5); a log from elsewhere may have them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the point
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufff9-\ufffb]|[\ud800-\udfff]/gu;

/** Tag characters, which nothing shows, outside of the flags that they are made for: 🏴 and up to six of them. */
const HIDDEN = /(?<!\u{1f3f4}[\u{e0030}-\u{e007a}]{0,6})[\u{e0000}-\u{e007f}]+/gu;

/** Marks beyond the eighth on one character, which would cover the lines above and below. No language needs as many. */
const PILED = /([\p{Mn}\p{Me}\u200b-\u200d\u2060\ufeff]{8})[\p{Mn}\p{Me}\u200b-\u200d\u2060\ufeff]+/gu;

/** The picture of U+0000 in the block Control Pictures; those of the others follow it. */
const FIRST_PICTURE = 0x2400;

/** Stands for what has no picture. */
const REPLACEMENT = "\ufffd";

const TAB = "    ";

/**
 * A text of someone else, for one line of a terminal: nothing in it can move the cursor, set the title or change the
 * direction of what follows, hide a text in it or pile marks on the lines beside it. Controls become their pictures (`␛`), so that a trick can be seen.
 */
export function safeLine(text: string): string {
  const plain = text.replace(HIDDEN, REPLACEMENT).replace(PILED, "$1");
  return plain.replace(OBEYED, (control) => {
    const code = control.charCodeAt(0);
    if (control === "\t") return TAB;
    if (control === "\n" || code === 0x2028 || code === 0x2029) return " ";
    if (code < 0x20) return String.fromCharCode(FIRST_PICTURE + code);
    return code === 0x7f ? "\u2421" : REPLACEMENT;
  });
}

/** The same for a text of several lines. */
export function safeLines(text: string): string[] {
  return text.split(/\r\n|[\n\u2028\u2029]/).map(safeLine);
}

/** An object as one line of JSON, which a terminal shows as harmlessly as {@link safeLine}, and every program reads alike. */
export function safeJson(value: object): string {
  return JSON.stringify(value).replace(HIDDEN, escaped).replace(OBEYED, escaped);
}

/** A string as JSON has it in ASCII. */
function escaped(text: string): string {
  return text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
