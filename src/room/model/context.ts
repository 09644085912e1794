import type { AckCommand, Command, ListReactionsCommand, LogCommand, RequestCommand } from "../../protocol/commands.ts";
import type { ReadError } from "../../protocol/frame.ts";
import type { Result } from "./result.ts";
import type { SessionId } from "./session.ts";

/** What a turn of the room may know of the world: time and randomness are arguments. */
export interface TurnContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Makes a random id of 16 characters of `a-z 0-9` that was never used before. */
  readonly newId: () => string;
}

/** A command of a socket to the room. Acknowledgements are flow control, and end in the fan-out (P3.8). */
export type RoomCommand = Exclude<Command, AckCommand>;

/** The part of an acknowledgement that is for the room: how far the user has read (P3.42). */
export interface ReadCommand {
  readonly type: "read";
  readonly seq: number;
}

/** A command that any author can give, connected or not. */
export type AuthorCommand = LogCommand | RequestCommand | ListReactionsCommand;

/** The progress of a frame, which may have several commands. After one that fails for now, none is run (P3.40). */
export interface FrameProgress {
  /** A command was over a limit. */
  isLimited: boolean;
  /** A command could not be stored. */
  isFailed: boolean;
}

/** A parsed command, or the error that its sender gets. */
export interface Received {
  readonly from: SessionId;
  readonly read: Result<RoomCommand | ReadCommand, ReadError>;
  /** The frame that it came in. */
  readonly frame?: FrameProgress;
}
