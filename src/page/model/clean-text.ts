import { FORBIDDEN_IN_TEXT } from "../../protocol/text.ts";

/** Colors, cursor movements, links, titles and character sets of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing these is the point
const TERMINAL_SEQUENCE = /\u001b(?:\[[\d;?]*[@-~]|].*?(?:\u0007|\u001b\\)|[()].)/g;

/** Line breaks of other systems, of presentations, and of pages in a PDF. */
const OTHER_LINE_BREAK = /\r\n?|[\v\f]/g;

const FORBIDDEN = new RegExp(FORBIDDEN_IN_TEXT, "gu");

/** Removes the invisible characters of copied text, with which a room would refuse it (P5). */
export function cleanText(text: string): string {
  return text.replace(TERMINAL_SEQUENCE, "").replace(OTHER_LINE_BREAK, "\n").replace(FORBIDDEN, "");
}
