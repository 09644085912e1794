/** Colors and cursor movements of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing these is the point
const TERMINAL_SEQUENCE = /\u001b\[[\d;?]*[@-~]/g;

/** Line breaks of presentations and of pages in a PDF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: replacing these is the point
const OTHER_LINE_BREAK = /[\u000b\u000c]/g;

/** Controls and direction marks that a room refuses (P5). Nothing of them is visible. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing these is the point
const REFUSED = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Removes the invisible characters of copied text, with which a room would refuse it. */
export function cleanText(text: string): string {
  return text.replace(TERMINAL_SEQUENCE, "").replace(OTHER_LINE_BREAK, "\n").replace(REFUSED, "");
}
