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
