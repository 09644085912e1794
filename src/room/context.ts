import type { Command } from "../protocol/commands.ts";
import type { ReadError } from "../protocol/frame.ts";
import type { SessionId } from "./people/session.ts";

/** What one turn of the room may know of the world: time and randomness are arguments. */
export interface TurnContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A random id that was never given before, of 16 of `a-z 0-9`. */
  readonly newId: () => string;
}

/** What a socket sent, read: a command, or the error that it gets. */
export interface Received {
  readonly from: SessionId;
  readonly read: { readonly ok: true; readonly value: Command } | { readonly ok: false; readonly error: ReadError };
}
