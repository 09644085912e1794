import type { LogCommand } from "../protocol/commands.ts";
import type { RoomError } from "./room-error.ts";

/** A stored command's place in the log. */
export interface Stored {
  readonly id: string;
  readonly seq: number;
}

/** A command that the server has not acknowledged yet. */
export interface Pending {
  readonly id: string;
  readonly command: LogCommand;
  /** When it was created, in milliseconds since 1970, by the local clock. */
  readonly at: number;
  /** `sending` includes waiting for other commands, and for the connection. */
  readonly state: "sending" | "failed";
  /** Why it failed. It can be passed to `retry` or `discard`. */
  readonly error?: RoomError;
}
