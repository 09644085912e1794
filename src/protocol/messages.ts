import type { ErrorCode } from "./errors.ts";
import type { Json, JsonObject } from "./json.ts";

/** What a socket of the plain dialect may ask of the room, parsed (P2). */
export type PlainCommand = MessageCommand | CastCommand;

/** P2.2: say something, to be stored and sent to everybody. */
export interface MessageCommand {
  readonly type: "message";
  /** As it will be stored; absent where the client left it out, and then the socket's name so far stands. */
  readonly username?: string;
  readonly message: string;
  /** Chosen by the client, unique among its own (P4.3). */
  readonly id?: string;
  /** Fields that the protocol does not know, to come back as they were sent. */
  readonly extra: JsonObject;
}

/** P2.3: an object of a type that is the clients' own business. */
export interface CastCommand {
  readonly type: "cast";
  readonly data: JsonObject;
}

/** What the room says to a socket of the plain dialect (P2). A cast is the sender's object as it is. */
export type PlainObject = SystemObject | MessageObject | ErrorObject | AckObject;

/** P2.1: somebody came or went. */
export interface SystemObject {
  readonly type: "system";
  readonly message: string;
}

/** P2.2: a message that is stored. Further fields are those that its sender added. */
export interface MessageObject {
  readonly type: "message";
  /** Position in the room's log: 1, 2, 3 … with no hole (P4.2). */
  readonly seq: number;
  /** Milliseconds since 1970, by the room's clock. */
  readonly at: number;
  /** Who sent it: stable where a name is not. */
  readonly uid: string;
  readonly id: string;
  readonly username: string;
  readonly message: string;
  readonly [extra: string]: Json;
}

/** P2.4: to the sender alone. */
export interface ErrorObject {
  readonly type: "error";
  readonly code: ErrorCode;
  readonly message: string;
  /** The command's own `id`, where it had a usable one. */
  readonly id?: string;
}

/** P2.6: this `id` is stored already; the message is not repeated to anybody. */
export interface AckObject {
  readonly type: "ack";
  readonly id: string;
  readonly seq: number;
  readonly dup: true;
}

/** Types that only the room sends, so that nobody can speak in its name (P2.7). */
export const RESERVED_TYPES: ReadonlySet<string> = new Set([
  "system",
  "error",
  "ack",
  "edit",
  "delete",
  "reaction",
  "notice",
]);

/** Fields of a message that are the room's own, whatever a client wrote there (P2.2). */
export const OWNED_FIELDS: ReadonlySet<string> = new Set(["type", "seq", "at", "uid", "id", "username", "message"]);
