import type { ErrorCode } from "./error-codes.ts";
import type { ChangeEvent, LogEvent, Message, MessageEvent, VoidEvent } from "./events.ts";
import type { JsonObject } from "./json.ts";
import type { AnnouncedLimits } from "./limits.ts";
import type { ListAnswer, NewInvitation, Role, RoomSettings } from "./moderation.ts";

/** What the room sends in the plain dialect, one object a frame (P2). A cast is its sender's object as it is. */
export type PlainObject = SystemObject | MessageEvent | ErrorObject | AckObject;

/** What the room sends in the v1 dialect, an array of them a frame (P3). */
export type V1Object =
  | WelcomeObject
  | ResetObject
  | ReadyObject
  | LogEvent
  | VoidEvent
  | SignalObject
  | ErrorObject
  | AckObject
  | DoneObject
  | ListObject;

/** P2.1: somebody came or went. */
export interface SystemObject {
  readonly type: "system";
  readonly message: string;
}

/** P2.4, P3.7: to the sender alone. */
export interface ErrorObject {
  readonly type: "error";
  readonly code: ErrorCode;
  readonly message: string;
  /** The command's own `id`, where it had a usable one. */
  readonly id?: string;
  /** Milliseconds after which it may be sent again, where that is so (P5.1). */
  readonly retryAfter?: number;
}

/** P2.6, P3.7: the command of this `id` is stored already, as `seq`; nothing is repeated to anybody. */
export interface AckObject {
  readonly type: "ack";
  readonly id: string;
  readonly seq: number;
  readonly dup: true;
}

/** P9.3, P9.10: what this command asked for is done. */
export interface DoneObject {
  readonly type: "done";
  readonly id: string;
  /** Of `invite`: told this once. */
  readonly invitation?: NewInvitation;
}

/** P9.11: the answer to `list`, at most `MAX_LIST_ITEMS` items. */
export type ListObject = { readonly type: "list"; readonly id: string } & ListAnswer;

/** P3.4: the answer to `hello`. */
export interface WelcomeObject extends Omit<RoomObject, "type">, Omit<SelfObject, "type"> {
  readonly type: "welcome";
  readonly room: string;
  /** Which log: made with the room's tables. */
  readonly epoch: string;
  /** `seq` of the newest event, 0 in a new room. */
  readonly head: number;
  /** `seq` of the oldest event that is kept. */
  readonly oldest: number;
  /** Who this client is to others. */
  readonly uid: string;
  readonly username: string;
  /** Signed by the room: whoever says it in `hello` is this `uid`. */
  readonly token: string;
  /** Who is here, this client included; empty where there are more than `limits.members`. */
  readonly members: readonly Member[];
  /** How many people are here. */
  readonly count: number;
  readonly limits: AnnouncedLimits;
}

/** P3.4: what this client knew of the log no longer holds; these are the newest messages, oldest first. */
export interface ResetObject {
  readonly type: "reset";
  readonly reason: ResetReason;
  readonly messages: readonly Message[];
}

export type ResetReason = "new" | "epoch" | "behind" | "ahead";

/** P3.4: everything up to `seq` was told; from here on events come as they happen. */
export interface ReadyObject {
  readonly type: "ready";
  readonly seq: number;
}

/** P3.6: what does not last. */
export type SignalObject = PresenceObject | TypingObject | CastObject | RoomObject | SelfObject;

/** Who came and went since the last one; both empty where more than `limits.members` are here. */
export interface PresenceObject {
  readonly type: "presence";
  readonly joined: readonly Member[];
  readonly left: readonly string[];
  readonly count: number;
}

export interface TypingObject {
  readonly type: "typing";
  readonly uid: string;
}

export interface CastObject {
  readonly type: "cast";
  readonly uid: string;
  readonly data: JsonObject;
}

/** P9.4: what holds for everybody here, whenever it changed. */
export interface RoomObject {
  readonly type: "room";
  readonly settings: RoomSettings;
  /** At most `MAX_PINNED`, the newest pin first. */
  readonly pinned: readonly Message[];
  /** How many reports wait; told to moderators. */
  readonly reports?: number;
}

/** P9.4: what this person may do, whenever it changed. */
export interface SelfObject {
  readonly type: "self";
  readonly role: Role;
  /** Until when nothing that they write is taken, in milliseconds since 1970; absent where they are not muted. */
  readonly mutedUntil?: number;
}

/** One person, in however many tabs. */
export interface Member {
  readonly uid: string;
  readonly username: string;
  readonly role: Role;
  /** The owner's own site says who this is (P8). */
  readonly signedIn?: true;
  /** The address of a picture, as that site tells it. */
  readonly avatar?: string;
}

/** Types that only the room sends to plain sockets, so that nobody can speak in its name (P2.7). */
export const RESERVED_TYPES: ReadonlySet<string> = new Set<PlainObject["type"] | ChangeEvent["type"]>([
  "system",
  "error",
  "ack",
  "edit",
  "delete",
  "reaction",
  "notice",
]);

/** Fields of a message that are the room's own, whatever a client wrote there (P2.2). */
export const OWNED_FIELDS: ReadonlySet<string> = new Set([
  "type",
  "seq",
  "at",
  "uid",
  "id",
  "username",
  "message",
  "replyTo",
  "editedAt",
  "deleted",
  "reactions",
  "signedIn",
  "hidden",
]);
