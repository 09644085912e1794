import * as v from "valibot";
import { Seq, SeqOrZero, True } from "./fields.ts";
import type { MessageFile } from "./files.ts";
import type { Json, JsonObject } from "./json.ts";

/** A stored event (P3.5). Events are numbered by `seq`: 1, 2, 3 … without gaps (P4.2). */
export type LogEvent = MessageEvent | ChangeEvent;

/** An event that changes an existing message, or none in particular. */
export type ChangeEvent = EditEvent | DeleteEvent | ReactionEvent | NoticeEvent | PreviewEvent;

type AnyJson = v.GenericSchema<Json>;

/** An object with any other fields besides these. */
export function withExtras<const T extends v.ObjectEntries>(fields: T) {
  // `looseObject` passes the others on as they are, and everything parsed from a frame is JSON.
  return v.looseObject(fields) as unknown as v.ObjectWithRestSchema<T, AnyJson, undefined>;
}

/** Fields that every event has, including those of later versions. */
const eventFields = {
  seq: Seq,
  /** Milliseconds since 1970, by the server's clock. */
  at: v.pipe(
    v.number(),
    v.check((at) => Number.isFinite(at)),
  ),
  /** The author; unlike a name, it never changes. */
  uid: v.string(),
  /** The command's id, unique per author (P4.3). */
  id: v.string(),
};
export const AnyEvent = v.object(eventFields);

const stampFields = {
  ...eventFields,
  /** Only moderators and the author receive this event, and the author doesn't see this flag (P9.9). */
  hidden: True,
};

/** `files.ts` parses each of them: a client shows its first messages before it knows files. */
const Files = v.array(v.unknown()) as v.GenericSchema<MessageFile[]>;

const messageFields = {
  type: v.literal("message"),
  ...stampFields,
  username: v.string(),
  message: v.string(),
  /** The `seq` of the message that this one replies to. */
  replyTo: v.exactOptional(Seq),
  /** The owner's site vouches for the author (P8). */
  signedIn: True,
  /** A program of the room's owner posted it (P15.2). */
  bot: True,
  files: v.exactOptional(Files),
  /**
   * The message was deleted: `message` is empty, and the extra fields are gone. If a moderator deleted it, `username` and
   * `id` are empty as well (P3.15).
   */
  deleted: True,
};
export const MessageEvent = withExtras(messageFields);
/** P2.2: a message as it was sent. Unknown fields are the sender's own. */
export interface MessageEvent extends Readonly<v.InferOutput<v.ObjectSchema<typeof messageFields, undefined>>> {
  /** The URL of a bot's picture (P15.2). */
  readonly avatar?: string | undefined;
  readonly [extra: string]: Json | undefined;
}

const Reaction = v.pipe(
  v.object({
    emoji: v.string(),
    /** The first `MAX_SHOWN_REACTORS` users who reacted, in the order in which they did. */
    uids: v.array(v.string()),
    /** How many users reacted. Versions before P3.13 list all of them in `uids` instead. */
    count: v.exactOptional(SeqOrZero),
    /** The receiver is one of them (P3.13). */
    me: True,
  }),
  v.transform(({ count, ...others }) => ({ ...others, count: count ?? others.uids.length })),
);
/** The reactions to a message with one emoji. */
export type Reaction = v.InferOutput<typeof Reaction>;

export const currentFields = {
  /** Time of the last edit, in milliseconds since 1970. */
  editedAt: v.exactOptional(v.number()),
  /** Reactions in the order in which their emoji first appeared; absent if there are none. */
  reactions: v.exactOptional(v.array(Reaction)),
};
const allFields = { ...messageFields, ...currentFields };
// Annotated so that types that contain messages name this one, instead of spelling out an inferred one.
export const Message: v.GenericSchema<unknown, Message> = withExtras(allFields);
/** P7.2: a message in its current state, with its edits and reactions applied. */
export interface Message
  extends MessageEvent,
    Readonly<v.InferOutput<v.ObjectSchema<typeof currentFields, undefined>>> {
  /** The preview of its first link (P13.1); `readPreview` parses it. */
  readonly preview?: Json | undefined;
  /** It was written elsewhere and imported (P17.15). */
  readonly imported?: Json | undefined;
  /** Its author was erased: it is deleted, and has no name (P8.29). */
  readonly erased?: Json | undefined;
}

export const EditEvent = v.object({ type: v.literal("edit"), ...stampFields, target: Seq, message: v.string() });
/** The author edited `target`. A resume tells the newest text only (P3.16); if the message was deleted since, it is empty. */
export type EditEvent = Readonly<v.InferOutput<typeof EditEvent>>;

export const DeleteEvent = v.object({ type: v.literal("delete"), ...stampFields, target: Seq });
/** `target`, a message or a notice, was deleted, along with its edits and reactions. */
export type DeleteEvent = Readonly<v.InferOutput<typeof DeleteEvent>>;

export const ReactionEvent = v.object({
  type: v.literal("reaction"),
  ...stampFields,
  target: Seq,
  emoji: v.string(),
  /** `false` removes the reaction. */
  on: v.boolean(),
});
/** A user added a reaction to `target`, or removed one. */
export type ReactionEvent = Readonly<v.InferOutput<typeof ReactionEvent>>;

export const NoticeEvent = v.object({
  type: v.literal("notice"),
  ...stampFields,
  notice: v.literal("rename"),
  /** The new name of `uid`. */
  username: v.string(),
  /** The old name. */
  previous: v.string(),
});
/** Something that is worth an entry in the log but isn't a message. Both names are empty if a moderator deleted it (P9.18). */
export type NoticeEvent = Readonly<v.InferOutput<typeof NoticeEvent>>;

export const PreviewEvent = v.object({
  type: v.literal("preview"),
  ...stampFields,
  target: Seq,
  preview: v.optional(v.unknown()),
});
/** P13.1: the first link of `target` has this preview now. */
export interface PreviewEvent extends Readonly<Omit<v.InferOutput<typeof PreviewEvent>, "preview">> {
  /** Absent if the message has no preview any more. Parsed where it is shown, which is later than the message. */
  readonly preview?: Json | undefined;
}

/**
 * P9.9: replaces an event that is hidden from this client. It has the fields that every event has, so that clients which
 * don't know this type still advance in the log.
 */
export interface VoidEvent extends Pick<MessageEvent, "seq" | "at"> {
  readonly type: "void";
  readonly uid: "";
  readonly id: "";
}

/**
 * The fields of a message that belong to the room. A client's values for them are ignored (P2.2). Messages have no `role` and
 * no `avatar`, but a client that saw one would believe it (P2.13). `blocked` is the client library's mark (P11.6), and `imported` that of an import (P17.15).
 */
export const OWNED_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(allFields),
  "role",
  "avatar",
  "blocked",
  "preview",
  "imported",
  "erased",
]);

/** The fields of a message that the protocol doesn't define, which are passed on unchanged (P2.2). */
export function extraFields(value: JsonObject): JsonObject {
  const extra: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (!OWNED_FIELDS.has(key)) extra[key] = item;
  }
  return extra;
}
