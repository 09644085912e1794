import type { Position } from "../protocol/commands.ts";
import type { JsonObject } from "../protocol/json.ts";
import type { RoomSettings } from "../protocol/moderation.ts";
import type { AnnouncedLimits, Member } from "../protocol/server-objects.ts";
import type { ShownMessage } from "./block-list.ts";
import type { Loss } from "./connection.ts";
import type { Message } from "./message.ts";
import type { Pending } from "./pending.ts";
import type { RoomError } from "./room-error.ts";

/** The status of the connection. */
export type Status =
  /** The first attempt is in progress. With `isChecking`, the client is answering a challenge of the room (P10.1). */
  | { readonly state: "connecting"; readonly isChecking?: true }
  /** Connected and caught up. */
  | { readonly state: "online" }
  /** The connection was lost or could not be made; another attempt is in progress or scheduled. */
  | ({ readonly state: "reconnecting" } & Loss)
  /**
   * The server rejected the username (`name_taken`, `bad_username`, `blocked_word`). Nothing is lost: `retryAs` tries
   * another one.
   */
  | { readonly state: "refused"; readonly username: string; readonly error: RoomError }
  /** Closed by this client. */
  | { readonly state: "closed" }
  /** The server closed with a terminal code (P6). `error` is the reason, if it sent one right before (P9.5). */
  | {
      readonly state: "failed";
      readonly code: number;
      readonly reason: string;
      readonly error?: RoomError | undefined;
    };

/**
 * An immutable snapshot of a room. Each change creates a new one, which shares unchanged parts with the one before, so that
 * `===` shows which fields have changed.
 */
export interface RoomState<Extra extends object = JsonObject> {
  /** The room's name. */
  readonly room: string;
  readonly status: Status;
  /** Whether this client only reads: it has no user until `enter`, and commands wait in `pending`. */
  readonly isReader: boolean;
  /** This client's user; known after the first connection, or restored together with persisted messages. */
  readonly self: Member | undefined;
  /** The messages in their current state, oldest first, without gaps. Those of users in `blocked` are marked. */
  readonly messages: readonly ShownMessage<Extra>[];
  /** Whether the server may have older messages, which `loadOlder()` loads. */
  readonly more: boolean;
  /** Commands that the server has not acknowledged yet, in order. */
  readonly pending: readonly Pending[];
  /** Users who are online, by `uid`, including this one; empty if there are more than `limits.members`. */
  readonly members: ReadonlyMap<string, Member>;
  /** How many users are online. */
  readonly count: number;
  /** How many connections read without a user (P3.39); not part of `count`. */
  readonly readers: number;
  /** The `uid`s of other users who are typing. */
  readonly typing: readonly string[];
  /** The room's limits; known after the first connection. */
  readonly limits: AnnouncedLimits | undefined;
  /** Who can read and post, and how often (P9.5, P9.6); the defaults until the first connection. */
  readonly settings: RoomSettings;
  /** The pinned messages in their current state, the newest pin first. */
  readonly pinned: readonly Message<Extra>[];
  /** How many reports are open; only moderators receive this. */
  readonly reports: number | undefined;
  /** When this user's mute ends, in milliseconds since 1970; `undefined` if they aren't muted. */
  readonly mutedUntil: number | undefined;
  /** The users whom this user blocked, by `uid` (P11.6). */
  readonly blocked: ReadonlySet<string>;
  /**
   * `seq` of the last message that this user has read on any device (P3.42), as far as {@link RoomClient.read} told the room;
   * `undefined` for guests.
   */
  readonly readTo: number | undefined;
  /** The newest event that was applied. */
  readonly position: Position | undefined;
}
