import type { Line } from "./line.ts";
import type { LogItem } from "./log-lines.ts";
import type { Anchor } from "./ui.ts";

/** A line of the log, and what it belongs to. */
export interface LogLine extends Anchor {
  readonly seq: number | undefined;
  readonly content: Line;
}

/** The log as the screen shows a part of it. */
export interface LogWindow {
  readonly lines: readonly LogLine[];
  /** Lines of the screen. */
  readonly height: number;
}

export function windowOf(items: readonly LogItem[], height: number): LogWindow {
  const lines = items.flatMap(({ key, lines, seq }) => lines.map((content, line) => ({ key, line, seq, content })));
  return { lines, height };
}

/** Index of the first line on the screen. */
export function topOf({ height, lines }: LogWindow, anchor: Anchor | undefined): number {
  const end = Math.max(0, lines.length - height);
  if (anchor === undefined) return end;
  const first = lines.findIndex(({ key }) => key === anchor.key);
  return first < 0 ? end : Math.min(first + anchor.line, end);
}

/** The anchor after scrolling; `undefined` at the end of the log. */
export function scrolledBy(window: LogWindow, anchor: Anchor | undefined, lines: number): Anchor | undefined {
  return anchorAt(window, topOf(window, anchor) + lines);
}

/** The anchor with which a message is on the screen, if possible as a whole. */
export function revealed(window: LogWindow, anchor: Anchor | undefined, seq: number): Anchor | undefined {
  const first = window.lines.findIndex((line) => line.seq === seq);
  if (first < 0) return anchor;
  const last = window.lines.findLastIndex((line) => line.seq === seq);
  const top = topOf(window, anchor);
  if (first < top) return anchorAt(window, first);
  return last >= top + window.height ? anchorAt(window, Math.min(first, last - window.height + 1)) : anchor;
}

/** The messages that can be chosen, oldest first. */
export function choices({ lines }: LogWindow): number[] {
  return [...new Set(lines.flatMap(({ seq }) => (seq === undefined ? [] : [seq])))];
}

function anchorAt({ height, lines }: LogWindow, index: number): Anchor | undefined {
  const top = Math.max(0, index);
  if (top >= lines.length - height) return undefined;
  const line = lines[top];
  return line === undefined ? undefined : { key: line.key, line: line.line };
}
