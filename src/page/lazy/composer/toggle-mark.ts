/** The part of a text that a mark surrounds, and the text that replaces it. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** The same words as before, in the new text. */
  readonly selection: readonly [start: number, end: number];
}

/**
 * Puts a selection between asterisks, or removes them.
 *
 * @param stars 1 for emphasis, 2 for strong emphasis
 */
export function toggledMark(value: string, start: number, end: number, stars: 1 | 2): Replacement {
  const selected = value.slice(start, end);
  const words = selected.trim();
  // Markup does not begin or end at a space.
  const from = start + (words === "" ? 0 : selected.length - selected.trimStart().length);
  const to = from + words.length;
  const before = /\**$/.exec(value.slice(0, from))?.[0].length ?? 0;
  const after = /^\**/.exec(value.slice(to))?.[0].length ?? 0;
  const run = Math.min(before, after);
  // Of three asterisks, one is for emphasis and two for strong emphasis.
  const isMarked = stars === 1 ? run % 2 === 1 : run >= 2;
  if (isMarked) {
    return { from: from - stars, to: to + stars, text: words, selection: [from - stars, to - stars] };
  }
  const mark = "*".repeat(stars);
  return { from, to, text: `${mark}${words}${mark}`, selection: [from + stars, to + stars] };
}
