import * as v from "valibot";
import { Emoji, Id, MessageText, Seq, SeqOrZero, Username } from "./fields.ts";
import type { MessageFile, SentFile } from "./files.ts";
import type { JsonObject } from "./json.ts";
import { normalizeMessage } from "./text.ts";

// Apart from the other commands, because clients check their own of these before they load the rest.

/** A command that creates an event, at most one for each `(uid, id)` (P4.3). */
export type LogCommand = MessageCommand | EditCommand | DeleteCommand | ReactionCommand | RenameCommand;

export const Position = v.object({
  /** Identifies the log. Sequence numbers of different epochs can't be compared. */
  epoch: v.string(),
  seq: SeqOrZero,
});
/** A position in a room's log. */
export type Position = Readonly<v.InferOutput<typeof Position>>;

export const MessageCommand = v.object({
  type: v.literal("message"),
  id: Id,
  /** Empty only beside files (`withinLimits`). */
  message: v.pipe(
    v.string(),
    v.transform((text) => text && normalizeMessage(text)),
    v.string(),
  ),
  /** The `seq` of the message that this one replies to. */
  replyTo: v.exactOptional(Seq),
  // `parseCommand` checks each. A client trusts itself.
  files: v.exactOptional(v.array(v.unknown()) as v.GenericSchema<SentFile[]>),
});
/** P2.2: in the plain dialect the id is optional, and each message can change the sender's name. */
export const plainMessageFields = { id: v.exactOptional(Id), username: v.exactOptional(Username) };
/** P2.2, P3.2: posts a message. */
export interface MessageCommand
  extends Readonly<Omit<v.InferOutput<typeof MessageCommand>, "id">>,
    Readonly<v.InferOutput<v.ObjectSchema<typeof plainMessageFields, undefined>>> {
  /** The files that `files` names. Set by the room, never by a client. */
  readonly attached?: MessageFile[];
  /** Fields that the protocol doesn't define, which are passed on unchanged. */
  readonly extra: JsonObject;
}

export const EditCommand = v.object({ type: v.literal("edit"), id: Id, target: Seq, message: MessageText });
/** P3.2: edits the sender's own message `target`. */
export type EditCommand = Readonly<v.InferOutput<typeof EditCommand>>;

export const DeleteCommand = v.object({ type: v.literal("delete"), id: Id, target: Seq });
/** P3.2: deletes message `target`. */
export type DeleteCommand = Readonly<v.InferOutput<typeof DeleteCommand>>;

export const ReactionCommand = v.object({
  type: v.literal("reaction"),
  id: Id,
  target: Seq,
  emoji: Emoji,
  /** `false` removes the reaction. */
  on: v.boolean(),
});
/** P3.2: reacts to message `target`, or removes a reaction. */
export type ReactionCommand = Readonly<v.InferOutput<typeof ReactionCommand>>;

export const RenameCommand = v.object({ type: v.literal("rename"), id: Id, username: Username });
/** P3.3: changes the sender's name. */
export type RenameCommand = Readonly<v.InferOutput<typeof RenameCommand>>;
