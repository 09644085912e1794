import type { Message } from "./events.ts";

/** P7.1: the response to `GET /api/rooms/<room>`. */
export interface RoomSummary {
  readonly room: string;
  readonly title: string;
  /** How many users are online. */
  readonly count: number;
  /** `seq` of the newest event; 0 if there is none. */
  readonly head: number;
  /** Identifies the log; `null` if no one has ever joined the room. */
  readonly epoch: string | null;
}

/** P7.2: the response to `GET /api/rooms/<room>/messages`. */
export interface MessagesPage {
  /** In their current state, oldest first. */
  readonly messages: Message[];
  readonly head: number;
}

/** A message that a search found. */
export interface SearchHit {
  readonly message: Message;
  /** A line of its text, around the first match. */
  readonly snippet: string;
  /** The matches in the snippet, in UTF-16 units; `end` is exclusive. */
  readonly marks: readonly (readonly [start: number, end: number])[];
}

/** P14.1: the response to `GET /api/rooms/<room>/search`. */
export interface SearchPage {
  /** Newest first. */
  readonly hits: readonly SearchHit[];
  /** The `cursor` of the next page; absent if there is none. */
  readonly next?: number;
  /** The share of the log that was searched, from 0 to 1. */
  readonly indexed: number;
}
