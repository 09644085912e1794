import type { Identity } from "./identity.ts";
import type { JsonObject } from "./json.ts";
import type { ListName, ModerationAction } from "./moderation.ts";

/** What a client may ask of a room, parsed. Both dialects speak of the same things. */
export type Command = LogCommand | SignalCommand | HelloCommand | RequestCommand;

/** A command that becomes an event, stored once for each `(uid, id)` (P4.3). */
export type LogCommand = MessageCommand | EditCommand | DeleteCommand | ReactionCommand | RenameCommand;

/** A command that leaves nothing behind. */
export type SignalCommand = CastCommand | TypingCommand | AckCommand;

/** A command that is about the room and its people, answered to its sender alone (P9). */
export type RequestCommand = ModerateCommand | ReportCommand | ClaimCommand | ListCommand;

/** P2.2, P3.2: say something. */
export interface MessageCommand {
  readonly type: "message";
  /** Chosen by the client, unique among its own; the plain dialect may leave it to the room. */
  readonly id?: string;
  /** The plain dialect's: as it will be stored; where it is absent, the socket's name so far stands. */
  readonly username?: string;
  readonly message: string;
  /** `seq` of the message that this one answers. */
  readonly replyTo?: number;
  /** Fields that the protocol does not know, to come back as they were sent. */
  readonly extra: JsonObject;
}

/** P3.2: write the own message `target` anew. */
export interface EditCommand {
  readonly type: "edit";
  readonly id: string;
  readonly target: number;
  readonly message: string;
}

/** P3.2: erase the own message `target`. */
export interface DeleteCommand {
  readonly type: "delete";
  readonly id: string;
  readonly target: number;
}

/** P3.2: react to the message `target`, or take that back. */
export interface ReactionCommand {
  readonly type: "reaction";
  readonly id: string;
  readonly target: number;
  readonly emoji: string;
  readonly on: boolean;
}

/** P3.3: be called otherwise. */
export interface RenameCommand {
  readonly type: "rename";
  readonly id: string;
  readonly username: string;
}

/** P2.3, P3.3: an object that is the clients' own business. */
export interface CastCommand {
  readonly type: "cast";
  readonly data: JsonObject;
}

/** P3.3: this person is writing. */
export interface TypingCommand {
  readonly type: "typing";
}

/** P3.8: what this client has taken so far. `read` is the same without `received`. */
export interface AckCommand {
  readonly type: "ack";
  /** Every event up to this `seq`. */
  readonly seq: number;
  /** UTF-16 units of all frames of this socket so far. */
  readonly received?: number;
}

/** P3.1: the first frame of a v1 socket. */
export interface HelloCommand {
  readonly type: "hello";
  readonly username?: string;
  /** The `welcome.token` of an earlier session, to be the same person again; or a token of the owner's own site (P8.1). */
  readonly token?: string;
  /** Who that site says this is. The Worker's to add, once it has verified the token; what a client sends is dropped. */
  readonly identity?: Identity;
  /** Chosen at random by a client that has no token yet: saying it again is the same person again (P8.15). */
  readonly nonce?: string;
  /** The newest event that this client has. */
  readonly since?: Position;
  /** The secret of an invitation (P9.7). */
  readonly invite?: string;
}

/** P9.3: do what a moderator may. The `id` only tells which answer belongs to it. */
export type ModerateCommand = ModerationAction & { readonly type: "moderate"; readonly id: string };

/** P9.10: show a message to the moderators. */
export interface ReportCommand {
  readonly type: "report";
  readonly id: string;
  readonly target: number;
  readonly reason?: string;
}

/** P9.2: own this room. */
export interface ClaimCommand {
  readonly type: "claim";
  readonly id: string;
  /** The owner's token itself, or a claim that was made with it. */
  readonly secret: string;
}

/** P9.11: see what only moderators see. */
export interface ListCommand {
  readonly type: "list";
  readonly id: string;
  readonly what: ListName;
  /** Only items from before this number; absent for the newest. */
  readonly before?: number;
}

/** A place in a room's log. */
export interface Position {
  /** Which log: another epoch is another log, whatever the numbers say. */
  readonly epoch: string;
  readonly seq: number;
}
