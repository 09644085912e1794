import stringWidth from "string-width";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The user-perceived characters of a text: a family or a flag is one. */
export function charactersOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Most texts: a column for each character. */
const ASCII = /^[ -~]*$/;

/** Columns of one character at most. Terminals differ on those whose marks have a width of their own, as in musical notation. */
const MAX_WIDTH = 2;

/** Columns that a text takes: two for an ideograph and for an emoji. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  return charactersOf(text).reduce((width, character) => width + Math.min(stringWidth(character), MAX_WIDTH), 0);
}

/**
 * Breaks a line at blanks, and words that are longer than a line anywhere between characters.
 *
 * @param columns at least 2
 * @returns at least one line, none wider than `columns`
 */
export function wrap(line: string, columns: number): string[] {
  if (line.length <= columns && ASCII.test(line)) return [line];
  const lines: string[] = [];
  let current = "";
  let width = 0;
  /** Index in `current` after its last blank, and the width up to there. */
  let breakAt = 0;
  let breakWidth = 0;
  for (const character of charactersOf(line)) {
    const own = widthOf(character);
    if (width + own > columns && character === " ") {
      // The blank at which the line breaks is not shown.
      lines.push(current);
      [current, width, breakAt, breakWidth] = ["", 0, 0, 0];
      continue;
    }
    // What is left of a word may still leave no place for two columns.
    while (width + own > columns) {
      const isWithinWord = breakAt > 0;
      lines.push(isWithinWord ? current.slice(0, breakAt).replace(/ +$/, "") : current);
      current = isWithinWord ? current.slice(breakAt) : "";
      width = isWithinWord ? width - breakWidth : 0;
      [breakAt, breakWidth] = [0, 0];
    }
    current += character;
    width += own;
    // Ideographs need no blank between them.
    if (character === " " || own === 2) [breakAt, breakWidth] = [current.length, width];
  }
  return [...lines, current];
}

/** Shortens a line to a width, with `…` in place of what is left out. */
export function truncate(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  let result = "";
  let width = 0;
  for (const character of charactersOf(line)) {
    width += widthOf(character);
    if (width > columns - 1) break;
    result += character;
  }
  return columns < 1 ? "" : `${result}…`;
}

/** Shortens a line to a width, or fills it up with blanks. */
export function fit(line: string, columns: number): string {
  const text = truncate(line, columns);
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}
