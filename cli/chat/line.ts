import { safeLine } from "../text/safe-text.ts";
import { widthOf } from "../text/width.ts";

/** Eight colors of every terminal, which its user chose to be readable. */
export type Color = "red" | "green" | "yellow" | "blue" | "magenta" | "cyan";

/** How a part of a line looks. */
export interface Style {
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
  readonly color?: Color;
}

/** A part of a line: a text that is safe to show, in one style. */
export interface Span extends Style {
  readonly text: string;
}

/** A line of the screen. */
export type Line = readonly Span[];

/** A part of a line. Every text of the screen passes here, so that none reaches the terminal as it is. */
export function span(text: string, style: Style = {}): Span {
  return { text: safeLine(text), ...style };
}

export function lineWidth(line: Line): number {
  return line.reduce((width, { text }) => width + widthOf(text), 0);
}

/** The text of a line without its styles. */
export function lineText(line: Line): string {
  return line.map(({ text }) => text).join("");
}

/** The same line in another style. */
export function restyled(line: Line, style: Style): Line {
  return line.map((part) => ({ ...part, ...style }));
}

/** Fills a line up with blanks of a style. */
export function filled(line: Line, columns: number, style: Style = {}): Line {
  const missing = columns - lineWidth(line);
  return missing > 0 ? [...line, span(" ".repeat(missing), style)] : line;
}
