import type { Message } from "./events.ts";

/** P7.1: the answer to `GET /api/rooms/<room>`. */
export interface RoomSummary {
  readonly room: string;
  readonly title: string;
  /** How many people are there. */
  readonly count: number;
  /** `seq` of the newest event, 0 where nothing happened yet. */
  readonly head: number;
  /** Which log; `null` for a room that nobody ever entered. */
  readonly epoch: string | null;
}

/** P7.2: the answer to `GET /api/rooms/<room>/messages`. */
export interface MessagesPage {
  /** In their present state, oldest first. */
  readonly messages: Message[];
  readonly head: number;
}
