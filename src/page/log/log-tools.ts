import type { Reaction } from "../../client/index.ts";
import type { Chat } from "../model/chat.ts";
import type { Marked } from "../model/marked.ts";
import type { ActiveLines } from "./active-lines.ts";

/** What the lines of a log need of what is around them. */
export interface LogTools {
  readonly chat: Chat;
  /** Whose names have something beside them. */
  readonly marked: Marked;
  readonly active: ActiveLines;
  /** The reader's own `uid`. */
  readonly own: string | undefined;
  /** Whether one can talk. Asked here, once: each of thousands of listeners is called for every message. */
  readonly canAct: boolean;
  /** Shows a message, wherever in the log it is. */
  jump(seq: number): void;
  /** Says, for a moment, what came of something. */
  say(text: string): void;
  /** Asks whether to delete a message. */
  askToDelete(seq: number): void;
  /** Shows who reacted, beside what shows how many. */
  showReactors(reaction: Reaction, beside: HTMLElement): void;
}
