import type { LogCommand } from "../protocol/commands.ts";
import type { RoomError } from "./room-error.ts";

/** Where a command is in the log. */
export interface Stored {
  readonly id: string;
  readonly seq: number;
}

/** A command that is not in the log, as far as is known here. */
export interface Pending {
  readonly id: string;
  readonly command: LogCommand;
  /** When it was asked for, in milliseconds since 1970, by the clock here. */
  readonly at: number;
  /** `sending` also while it waits for its turn, or for the room to be there. */
  readonly state: "sending" | "failed";
  /** Why it failed; `retry` and `discard` are what can be done. */
  readonly error?: RoomError;
}
