import type { Position } from "../protocol/commands.ts";
import type { Message } from "../protocol/events.ts";
import type { RoomSettings } from "../protocol/moderation.ts";
import type { AnnouncedLimits, Member } from "../protocol/server-objects.ts";
import type { Pending } from "./pending.ts";
import type { RoomError } from "./room-error.ts";

/** How the connection stands, as a person would say it. */
export type Status =
  /** The first attempt is under way. */
  | { readonly state: "connecting" }
  /** The room has let us in, and told what we missed. */
  | { readonly state: "entered" }
  /** The connection was lost, or never came to be; the next attempt is under way or waits for its turn. */
  | { readonly state: "reconnecting" }
  /**
   * The room does not take the name with which we came (`name_taken`, `bad_username`). Nothing is lost: `enter` comes with
   * another one.
   */
  | { readonly state: "refused"; readonly username: string; readonly error: RoomError }
  /** It was closed here. */
  | { readonly state: "disconnected" }
  /** The room told us not to come back (P6); `error` is why, where it said so right before (P9.5). */
  | { readonly state: "failed"; readonly code: number; readonly reason: string; readonly error?: RoomError };

/**
 * A room as it is known here, at one moment. It never changes: a change makes a new one, which shares with the one before
 * whatever stayed the same, so that `===` tells for each field whether it changed.
 */
export interface RoomState {
  /** The room's name. */
  readonly room: string;
  readonly status: Status;
  /** Who we are; known from the first entering on, or from an earlier client's together with its messages. */
  readonly self: Member | undefined;
  /** The messages in their present state, oldest first, without a hole. */
  readonly messages: readonly Message[];
  /** Whether the room may have older messages, for `history()` to read. */
  readonly more: boolean;
  /** What was said here and is not stored, in order. */
  readonly pending: readonly Pending[];
  /** Who is here, by `uid`, this client included; empty in a room of more than `limits.members`. */
  readonly members: ReadonlyMap<string, Member>;
  /** How many people are here. */
  readonly count: number;
  /** The `uid`s of others who are typing. */
  readonly typing: readonly string[];
  /** What the room takes; known from the first entering on. */
  readonly limits: AnnouncedLimits | undefined;
  /** Who may read and write, and how fast (P9.5, P9.6); those of an open room until we were in. */
  readonly settings: RoomSettings;
  /** The pinned messages in their present state, the newest pin first. */
  readonly pinned: readonly Message[];
  /** How many reports wait; told to moderators. */
  readonly reports: number | undefined;
  /** Until when nothing that we write is taken, in milliseconds since 1970; absent where that is not so, or over. */
  readonly mutedUntil: number | undefined;
  /** The newest event that was taken in. */
  readonly position: Position | undefined;
}
