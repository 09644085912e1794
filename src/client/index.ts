import { normalizeUsername } from "../protocol/names.ts";
import { parseAddress } from "./address.ts";
import { badUsername, Engine } from "./engine.ts";
import type { ConnectOptions } from "./options.ts";
import { Room } from "./room.ts";

/**
 * Enters a room, and stays in it.
 *
 * @param url of the room's socket: `wss://host/ws/<room>`, or `/ws` for the lobby; `https:` and `http:` are understood too
 * @returns at once; `status` events tell what comes of it
 * @throws TypeError where `url` is no room's address, RoomError `bad_username`
 */
export function connect(url: string | URL, options: ConnectOptions = {}): Room {
  const address = parseAddress(url);
  if (options.username !== undefined && normalizeUsername(options.username) === undefined) {
    throw badUsername();
  }
  return new Room(new Engine(address, options), address, options.fetch ?? ((input, init) => fetch(input, init)));
}

export type { Position } from "../protocol/commands.ts";
export type {
  ChangeEvent,
  DeleteEvent,
  EditEvent,
  LogEvent,
  Message,
  MessageEvent,
  NoticeEvent,
  Reaction,
  ReactionEvent,
} from "../protocol/events.ts";
export type { Json, JsonObject } from "../protocol/json.ts";
export type { AnnouncedLimits } from "../protocol/limits.ts";
export { MAX_MENTIONS } from "../protocol/limits.ts";
export { findMentions, type Mention, readMentions } from "../protocol/mentions.ts";
export {
  type AuditEntry,
  type Ban,
  type BlockedWords,
  type Invitation,
  isAtLeast,
  type ListName,
  type ModerationAction,
  type Muted,
  type NewInvitation,
  type Report,
  ROLES,
  type Role,
  type RoomSettings,
  type SettingsPatch,
} from "../protocol/moderation.ts";
export type { CastObject, Member, PresenceObject, ResetReason, TypingObject } from "../protocol/server-objects.ts";
export type { Clock } from "./clock.ts";
export { RoomError, type RoomErrorCode } from "./errors.ts";
export type { RoomEvents } from "./events.ts";
export { findMessage } from "./find.ts";
export type { ListItem } from "./list-items.ts";
export { type MessageSize, measure, type SendOptions } from "./new-message.ts";
export type { ConnectOptions, TokenSource } from "./options.ts";
export type { Fetch } from "./pages.ts";
export type { Pending, Stored } from "./pending.ts";
export type { Room } from "./room.ts";
export type { SocketConstructor, SocketLike } from "./socket.ts";
export type { RoomState, Status } from "./state.ts";
export { type RoomStorage, type WebStorage, webStorage } from "./storage.ts";
