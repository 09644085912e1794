import type { ListCommand, ModerateCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { MessagesPage, RoomSummary } from "../../protocol/http.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import type { PageRange } from "../../room/log/event-log.ts";
import { viewerOf } from "../../room/people/session.ts";
import type { CommandAnswer } from "../../room/result.ts";
import type { RoomAccess } from "../config/room-config.ts";
import type { HydratedRoom } from "./hydrate.ts";

/** The room's methods for HTTP requests. Each returns its answer or an error code. */
export interface RoomRpc {
  /** P7.1. */
  summary(caller: Requester): Promise<RoomSummary | ErrorCode>;
  /** P7.2. */
  messages(range: PageRange, caller: Requester): Promise<MessagesPage | ErrorCode>;
  /** P8.9. */
  order(command: RpcRequest, caller: Requester): Promise<CommandAnswer | ErrorCode>;
}

/** Commands that a moderator may send over HTTP. */
export type RpcRequest = ModerateCommand | ListCommand;

/** P7.1. A room that nobody has entered looks like an empty one. */
export function summaryOf(
  hydrated: HydratedRoom | undefined,
  room: string,
  caller: Requester,
  now: number,
): RoomSummary | ErrorCode {
  if (hydrated === undefined || hydrated.unmade !== undefined) {
    return { room, title: room, count: hydrated?.room.people ?? 0, head: 0, epoch: null };
  }
  const recognition = hydrated.room.recognise(caller, now);
  if (!recognition.ok) return recognition.error.code;
  const { history } = hydrated;
  return { room, title: room, count: hydrated.room.people, head: history.head(), epoch: history.identity.epoch };
}

/** P7.2, as the caller may see it (P9.9). */
export function pageOf(
  hydrated: HydratedRoom | undefined,
  range: PageRange,
  caller: Requester,
  now: number,
): MessagesPage | ErrorCode {
  if (hydrated === undefined || hydrated.unmade !== undefined) return { messages: [], head: 0 };
  const recognition = hydrated.room.recognise(caller, now);
  if (!recognition.ok) return recognition.error.code;
  const { history } = hydrated;
  return { messages: history.page(range, viewerOf(recognition.value)), head: history.head() };
}

/** Whether a request may make a room: one of somebody who moderates every room, or owns them where rooms are claimed. */
export function mayMakeRoom(caller: Requester, access: RoomAccess): boolean {
  const needed = access === "claimed" ? "owner" : "moderator";
  return caller.type === "owner" || (caller.type === "signedIn" && isAtLeast(caller.identity.role, needed));
}
