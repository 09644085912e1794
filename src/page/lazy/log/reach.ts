import { findMessage, type Message, type RoomState } from "../../../client/index.ts";
import type { Chat } from "../../model/chat.ts";
import { visibleError } from "../../model/view.ts";
import { sayNoMessage, showOutcome } from "../model/dialogs-state.ts";

/** A message far above the log, with its neighbors. */
export interface MessagesAround {
  readonly seq: number;
  /** Oldest first, without gaps. */
  readonly messages: readonly Message[];
  /** Whether there may be older ones. */
  readonly more: boolean;
}

/** Sequence numbers: the log loads older messages up to a target that is as close to it as this. */
const NEAR_SEQS = 200;

/** Sequence numbers after a message, among which there is at most a page of messages (P7.2). */
export const PAGE_SEQS = 100;

/** Whether a message is too far above the log to load all that is between them. */
export function isFar({ messages, more }: RoomState, seq: number): boolean {
  return more && (messages[0]?.seq ?? seq) - seq > NEAR_SEQS;
}

/**
 * Loads a message: into the log if it is close, and otherwise with its neighbors. Says so if it doesn't exist.
 *
 * @param show called with a message that is far from the log, and its neighbors
 * @returns whether it will be shown
 */
export async function reach(chat: Chat, seq: number, show: (around: MessagesAround) => unknown): Promise<boolean> {
  try {
    const isFound = isFar(chat.room.state, seq) ? await showAround(chat, seq, show) : await isInLog(chat, seq);
    if (!isFound) sayNoMessage();
    return isFound;
  } catch (caught) {
    const error = visibleError(caught);
    if (error !== undefined) showOutcome({ kind: "failed", error });
    return false;
  }
}

/**
 * Loads older messages into the log until one is there, and half a page before it: otherwise it would be the first, and
 * render again when the log loads more.
 *
 * @returns whether it exists
 */
export async function isInLog({ room }: Chat, seq: number): Promise<boolean> {
  await room.loadUntil(seq - PAGE_SEQS / 2);
  return findMessage(room.state.messages, seq) !== undefined;
}

async function showAround({ room }: Chat, seq: number, show: (around: MessagesAround) => unknown): Promise<boolean> {
  // One page has both sides.
  const { messages, more } = await room.loadOlder(seq + PAGE_SEQS / 2 + 1);
  if (findMessage(messages, seq) === undefined) return false;
  show({ seq, messages, more });
  return true;
}
