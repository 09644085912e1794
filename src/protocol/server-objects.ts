import * as v from "valibot";
import type { Challenge } from "./challenge.ts";
import type { ErrorCode, ErrorReason } from "./error-codes.ts";
import { type ChangeEvent, type LogEvent, Message, type MessageEvent, type VoidEvent, withExtras } from "./events.ts";
import { lenientArray, SeqOrZero, True } from "./fields.ts";
import type { JsonObject } from "./json.ts";
import { MAX_FRAMES_PER_SECOND } from "./limits.ts";
import type { ListObject } from "./lists.ts";
import { NewInvitation, OPEN_ROOM, ROLES, RoomSettings } from "./moderation.ts";

export type { ListObject } from "./lists.ts";

/** Objects that the server sends in the plain dialect, one per frame (P2). A cast is sent as its sender wrote it. */
export type PlainObject = SystemObject | MessageEvent | ErrorObject | AckObject;

/** Objects that the server sends in the v1 dialect, an array of them per frame (P3). */
export type V1Object =
  | WelcomeObject
  | ReaderObject
  | ResetObject
  | ReadyObject
  | LogEvent
  | VoidEvent
  | SignalObject
  | ErrorObject
  | AckObject
  | DoneObject
  | ListObject;

/** P3.6: an object that is not stored. */
export type SignalObject =
  | PresenceObject
  | TypingObject
  | TypingEndedObject
  | CastObject
  | RoomObject
  | SelfObject
  | BlockedObject;

/** P2.1: a user joined or left. Only in the plain dialect. */
export interface SystemObject {
  readonly type: "system";
  readonly message: string;
}

/** Unknown roles of a later version are read as `guest`. */
const Role = v.fallback(v.picklist(ROLES), "guest");

const Member = v.object({
  uid: v.string(),
  username: v.string(),
  role: Role,
  /** The owner's site vouches for this user (P8). */
  signedIn: True,
  /** A program of the room's owner (P15.2). */
  bot: True,
  /** URL of a picture, from the owner's site. */
  avatar: v.exactOptional(v.string()),
});
/** A user who is online, on any number of connections. */
export type Member = Readonly<v.InferOutput<typeof Member>>;

const roomFields = {
  // Rooms of versions before P9 send neither.
  settings: v.fallback(RoomSettings, OPEN_ROOM),
  /** At most `MAX_PINNED` messages, the newest pin first. */
  pinned: v.optional(lenientArray(Message), []),
  /** How many reports are open; only moderators receive this. */
  reports: v.exactOptional(SeqOrZero),
  /** Bytes that the room uses, and its limit; only moderators receive this, and only once the room is nearly full (P4.7). */
  storage: v.exactOptional(v.object({ used: v.number(), limit: v.number() })),
};
const selfFields = {
  role: Role,
  /** When the mute ends, in milliseconds since 1970; absent if the user isn't muted. */
  mutedUntil: v.exactOptional(v.number()),
  /** `seq` of the last message that the user has read on any device (P3.42); only signed-in users receive it. */
  read: v.exactOptional(SeqOrZero),
};

const Span = v.object({ events: v.number(), length: v.number() });
const AnnouncedLimits = v.object({
  /** Bytes of UTF-8. */
  frame: v.number(),
  /** Unicode code points. */
  message: v.number(),
  /** Unicode code points. */
  username: v.number(),
  /** UTF-16 units. */
  id: v.number(),
  /** Connections. */
  room: v.number(),
  /** Frames per second and connection, on average. Rooms of versions before P5.1 don't send it. */
  frames: v.optional(v.number(), MAX_FRAMES_PER_SECOND),
  /** Frames at once (P5.1). Rooms of versions before P4.11 send none of these three. */
  burst: v.exactOptional(v.number()),
  /** Stored commands per second and user, on average (P5.2). */
  events: v.exactOptional(v.number()),
  /** Stored commands at once. */
  eventBurst: v.exactOptional(v.number()),
  /** Users up to which the member list is sent. */
  members: v.number(),
  /** Distinct emoji per message. */
  reactions: v.number(),
  /** Events and UTF-16 units that may be unacknowledged before the server closes with 4008. */
  lag: Span,
  /** Events and UTF-16 units that a client may be behind before it gets a `reset`. */
  resume: Span,
});
/** `welcome.limits`: the limits that clients have to respect (P5). */
export type AnnouncedLimits = Readonly<v.InferOutput<typeof AnnouncedLimits>>;

const presenceFields = {
  /** How many users are online. */
  count: SeqOrZero,
  /** How many connections read without having joined; absent if none does (P3.39). */
  readers: v.exactOptional(SeqOrZero),
};
const enteredFields = {
  ...roomFields,
  ...presenceFields,
  room: v.string(),
  /** Identifies the log; generated when the room is created. */
  epoch: v.string(),
  /** `seq` of the newest event; 0 in a new room. */
  head: SeqOrZero,
  /** `seq` of the oldest event that the room still has. */
  oldest: SeqOrZero,
  /** Users who are online, including this one; empty if there are more than `limits.members`. */
  members: lenientArray(Member),
  limits: AnnouncedLimits,
};

export const WelcomeObject = v.object({
  ...enteredFields,
  ...selfFields,
  type: v.literal("welcome"),
  /** This client's user. */
  uid: v.string(),
  username: v.string(),
  /** Signed by the room; sending it in `hello` yields the same `uid`. */
  token: v.string(),
  /** The users whom this user blocked (P11.6); only signed-in users receive it. */
  blocked: v.exactOptional(lenientArray(v.string())),
});
/** P3.4: the response to `hello`. */
export type WelcomeObject = Readonly<v.InferOutput<typeof WelcomeObject>>;

export const ReaderObject = v.object({ ...enteredFields, type: v.literal("reader") });
/** P3.35: the response to a `hello` that only reads. */
export type ReaderObject = Readonly<v.InferOutput<typeof ReaderObject>>;

export const ResetObject = v.object({
  type: v.literal("reset"),
  // An unknown reason of a later version is still a reason to start over.
  reason: v.fallback(v.picklist(["new", "epoch", "behind", "ahead"]), "new"),
  /** The newest messages, oldest first. */
  messages: lenientArray(Message),
});
/** P3.4: the client can't resume; it replaces the log that it has with these messages. */
export type ResetObject = Readonly<v.InferOutput<typeof ResetObject>>;
/** Why the client cannot resume. */
export type ResetReason = ResetObject["reason"];

export const ReadyObject = v.object({ type: v.literal("ready"), seq: SeqOrZero });
/** P3.4: the client has everything up to `seq`; from here on, events are live. */
export type ReadyObject = Readonly<v.InferOutput<typeof ReadyObject>>;

export const PresenceObject = v.object({
  type: v.literal("presence"),
  joined: lenientArray(Member),
  left: lenientArray(v.string()),
  ...presenceFields,
});
/** Users who joined and left since the last one; both empty if more than `limits.members` are online. */
export type PresenceObject = Readonly<v.InferOutput<typeof PresenceObject>>;

export const TypingObject = v.object({ type: v.literal("typing"), uid: v.string() });
/** A user is typing. */
export type TypingObject = Readonly<v.InferOutput<typeof TypingObject>>;

export const TypingEndedObject = v.object({ type: v.literal("typingEnded"), uid: v.string() });
/** P3.41: a user stopped typing without sending. */
export type TypingEndedObject = Readonly<v.InferOutput<typeof TypingEndedObject>>;

export const CastObject = v.object({
  type: v.literal("cast"),
  uid: v.string(),
  data: withExtras({}),
});
/** An application's own object, broadcast by a user. */
export type CastObject = Readonly<v.InferOutput<typeof CastObject>>;

export const RoomObject = v.object({ type: v.literal("room"), ...roomFields });
/** P9.4: the state of the room, after a change. */
export type RoomObject = Readonly<v.InferOutput<typeof RoomObject>>;

export const SelfObject = v.object({
  type: v.literal("self"),
  ...selfFields,
  /** Replaces the room's token of this client, which is revoked (P8.18, P8.19). */
  token: v.exactOptional(v.string()),
});
/** P9.4: the permissions of this client's user, after a change. */
export type SelfObject = Readonly<v.InferOutput<typeof SelfObject>>;

export const BlockedObject = v.object({ type: v.literal("blocked"), uids: lenientArray(v.string()) });
/** P11.6: the users whom this client's user blocked, after a change. */
export type BlockedObject = Readonly<v.InferOutput<typeof BlockedObject>>;

export const ServerError = v.object({
  type: v.literal("error"),
  /** One of `ERRORS`, or a code of a later version. */
  code: v.string(),
  message: v.string(),
  /** The command's id, if it had a valid one. */
  id: v.exactOptional(v.string()),
  /** Milliseconds to wait before trying again, if that makes sense (P5.1). */
  retryAfter: v.exactOptional(v.number()),
  /** Tells apart what the code does not (P8.25, P8.26). */
  reason: v.exactOptional(v.string()),
  /** The challenge to answer (P10.1). Whoever answers it parses it. */
  challenge: v.optional(v.unknown()),
});
/** P3.7: an error, as a client receives it. */
export type ServerError = Readonly<v.InferOutput<typeof ServerError>>;
/** P2.4, P3.7: an error, as this server sends it; only the sender of the command receives it. */
export interface ErrorObject extends ServerError {
  readonly code: ErrorCode;
  readonly reason?: ErrorReason;
  readonly challenge?: Challenge;
}

export const AckObject = v.object({ type: v.literal("ack"), id: v.string(), seq: SeqOrZero, dup: v.literal(true) });
/** P2.6, P3.7: the command with this `id` was already stored, as `seq`, or changes nothing (P3.28). Nothing is broadcast. */
export type AckObject = Readonly<v.InferOutput<typeof AckObject>>;

export const DoneObject = v.object({
  type: v.literal("done"),
  id: v.string(),
  /** The response to `invite`. */
  invitation: v.exactOptional(NewInvitation),
  /** After `ban` or `mute` with `address: true`: whether the room knew an address, and banned or muted it (P9.13). */
  address: v.exactOptional(v.boolean()),
});
/** P9.3, P9.10: the command was carried out. */
export type DoneObject = Readonly<v.InferOutput<typeof DoneObject>>;

/** Types that only the server may send to plain connections, so that no client can impersonate it (P2.7). */
export const RESERVED_TYPES: ReadonlySet<string> = new Set<PlainObject["type"] | ChangeEvent["type"]>([
  "system",
  "error",
  "ack",
  "edit",
  "delete",
  "reaction",
  "notice",
]);

/**
 * Whether plain clients show this object as a message (P2.11). They look at `message` and not at `type`, so only the room
 * may decide what such an object says and under which name.
 */
export function isShownAsMessage(object: JsonObject): boolean {
  return object.type === "message" || object.message !== undefined;
}
