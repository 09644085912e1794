import type { Range } from "./ranges.ts";

/** Events of a block: SQLite merges the messages of all words with one beginning in some milliseconds. */
const BLOCK_EVENTS = 16_384;

/** Base 36: letters and digits, as in a word. Four of them are enough for 27 billion events. */
const MARK_BASE = 36;
const MARK_LENGTH = 4;

/**
 * A part of the log with an index of its own: its words begin with its mark. To find the newest messages, most searches
 * read the lists of one block, however long the log is.
 */
export interface Block extends Range {
  readonly mark: string;
}

/** The block of an event. */
export function blockOf(seq: number): Block {
  const index = Math.floor(seq / BLOCK_EVENTS);
  const from = index * BLOCK_EVENTS;
  return { mark: index.toString(MARK_BASE).padStart(MARK_LENGTH, "0"), from, to: from + BLOCK_EVENTS - 1 };
}
