import type { Json } from "./json.ts";

/** A stored event: what lasts of a room (P3.5). Its place in the log is `seq`: 1, 2, 3 … with no hole (P4.2). */
export type LogEvent = MessageEvent | ChangeEvent;

/** What happens to the log after a message was said: to a message, or to nobody's message in particular. */
export type ChangeEvent = EditEvent | DeleteEvent | ReactionEvent | NoticeEvent;

interface Stamp {
  readonly seq: number;
  /** Milliseconds since 1970, by the room's clock. */
  readonly at: number;
  /** Who did it: stable where a name is not. */
  readonly uid: string;
  /** The command's own id, unique among its sender's (P4.3). */
  readonly id: string;
  /** Only moderators are told, and whoever it comes from does not see this (P9.9). */
  readonly hidden?: true;
}

/**
 * P9.9: in the place of an event that is hidden from this client. It has the fields of every event, so that a client which
 * knows nothing of it keeps its place in the log.
 */
export interface VoidEvent {
  readonly type: "void";
  readonly seq: number;
  readonly at: number;
  readonly uid: "";
  readonly id: "";
}

/** P2.2: something was said. Further fields are those that its sender added. */
export interface MessageEvent extends Stamp {
  readonly type: "message";
  readonly username: string;
  readonly message: string;
  /** `seq` of the message that this one answers. */
  readonly replyTo?: number;
  /** The owner's own site says who this is (P8). */
  readonly signedIn?: true;
  /** The text was deleted: `message` is empty, and what its sender added is gone. */
  readonly deleted?: true;
  readonly [extra: string]: Json | undefined;
}

/** The author wrote the text of `target` anew. Where that message was deleted since, `message` is empty. */
export interface EditEvent extends Stamp {
  readonly type: "edit";
  readonly target: number;
  readonly message: string;
}

/** `target` is erased, with its edits and reactions. */
export interface DeleteEvent extends Stamp {
  readonly type: "delete";
  readonly target: number;
}

/** A person's reaction to `target` is there (`on`), or is taken back. */
export interface ReactionEvent extends Stamp {
  readonly type: "reaction";
  readonly target: number;
  readonly emoji: string;
  readonly on: boolean;
}

/** Something that belongs into the log although nobody said it. */
export interface NoticeEvent extends Stamp {
  readonly type: "notice";
  readonly notice: "rename";
  /** The new name of `uid`. */
  readonly username: string;
  /** The name so far. */
  readonly previous: string;
}

/** A message in its present state: its event, and what came of it (P7.2). */
export interface Message extends MessageEvent {
  /** When it was last edited, in milliseconds since 1970. */
  readonly editedAt?: number;
  /** By emoji in the order in which they first came, each with who reacted. Absent where nobody did. */
  readonly reactions?: Reaction[];
}

// A type and not an interface, so that it is `Json`.
export type Reaction = {
  emoji: string;
  uids: string[];
};
