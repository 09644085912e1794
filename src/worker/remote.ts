import type { ListCommand, ModerateCommand } from "../protocol/commands.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { MessagesPage, RoomSummary } from "../protocol/http.ts";
import { isAtLeast } from "../protocol/moderation.ts";
import type { Caller } from "../room/caller.ts";
import type { PageRange } from "../room/history.ts";
import type { Answer } from "../room/moderation.ts";
import { viewerOf } from "../room/session.ts";
import type { Awake } from "./awake.ts";

/** What can be asked of a room over HTTP: what its object answers, or the code of why it does not. */
export interface RemoteRoom {
  /** P7.1. */
  summary(caller: Caller): Promise<RoomSummary | ErrorCode>;
  /** P7.2. */
  messages(range: PageRange, caller: Caller): Promise<MessagesPage | ErrorCode>;
  /** P8.9. */
  order(command: RemoteOrder, caller: Caller): Promise<Answer["object"] | ErrorCode>;
}

/** What moderators may ask for without being in the room. */
export type RemoteOrder = ModerateCommand | ListCommand;

/** P7.1. A room that nobody ever entered is told as an empty one. */
export function summaryOf(
  awake: Awake | undefined,
  room: string,
  caller: Caller,
  now: number,
): RoomSummary | ErrorCode {
  if (awake === undefined) return { room, title: room, count: 0, head: 0, epoch: null };
  const recognition = awake.room.recognise(caller, now);
  if (!recognition.ok) return recognition.refusal.code;
  const { history } = awake;
  return { room, title: room, count: awake.room.people, head: history.head(), epoch: history.identity.epoch };
}

/** P7.2, as the caller may see it (P9.9). */
export function pageOf(
  awake: Awake | undefined,
  range: PageRange,
  caller: Caller,
  now: number,
): MessagesPage | ErrorCode {
  if (awake === undefined) return { messages: [], head: 0 };
  const recognition = awake.room.recognise(caller, now);
  if (!recognition.ok) return recognition.refusal.code;
  const { history } = awake;
  return { messages: history.page(range, viewerOf(recognition.actor)), head: history.head() };
}

/** Whether somebody may make a room by what they ask for: only who moderates every room does. */
export function mayMakeRoom(caller: Caller): boolean {
  return caller.type === "owner" || (caller.type === "signedIn" && isAtLeast(caller.identity.role, "moderator"));
}
