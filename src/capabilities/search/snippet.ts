import type { SearchHit } from "../../protocol/http.ts";

/** UTF-16 units of a text around the first place that was found. */
const SNIPPET_LENGTH = 200;

/** UTF-16 units before that place. */
const BEFORE = 60;

/** Cuts a text to what surrounds the first mark, in one line. */
export function snippetOf(text: string, marks: readonly (readonly [number, number])[]): Omit<SearchHit, "message"> {
  const [first = 0] = marks[0] ?? [];
  const start =
    text.length <= SNIPPET_LENGTH ? 0 : wordStart(text, Math.min(first - BEFORE, text.length - SNIPPET_LENGTH));
  const end = wholeCharacter(text, Math.min(text.length, start + SNIPPET_LENGTH));
  const lead = start > 0 ? "…" : "";
  const shift = lead.length - start;
  return {
    snippet: lead + text.slice(start, end).replace(/\s/g, " ") + (end < text.length ? "…" : ""),
    marks: marks.flatMap(([from, to]) => (from < end ? [[from + shift, Math.min(to, end) + shift] as const] : [])),
  };
}

/** The start of the word at a place, if it is near. */
function wordStart(text: string, at: number): number {
  if (at <= 0) return 0;
  const space = text.slice(Math.max(0, at - 20), at).search(/\s\S*$/);
  return space === -1 ? wholeCharacter(text, at) : Math.max(0, at - 20) + space + 1;
}

/** Not inside of a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}
