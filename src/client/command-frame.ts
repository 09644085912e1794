import type { LogCommand } from "../protocol/commands.ts";
import type { ReadError } from "../protocol/frame.ts";
import type { JsonObject } from "../protocol/json.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { parseLogCommand } from "../protocol/parse-log-command.ts";
import { RoomError } from "./room-error.ts";

/** A valid log command, and its frame. */
export interface Prepared {
  readonly id: string;
  readonly command: LogCommand;
  readonly frame: string;
}

/**
 * Validates a command with the server's own parser. This saves a round trip, and some of the server's errors can't name the
 * command that they are for.
 *
 * @param object the command, including its `id`
 * @param messageCharacters the room's limit, if known
 * @throws RoomError with the code that the server would send
 */
export function prepare(object: JsonObject, messageCharacters = DEFAULT_LIMITS.messageCharacters): Prepared {
  const prepared = readLogFrame(toFrame(object), messageCharacters);
  if (prepared instanceof RoomError) throw prepared;
  return prepared;
}

/** The command of a persisted frame. Leaves the length of its text to the server, whose limit may have changed. */
export function restore(frame: string): Prepared | undefined {
  const prepared = readLogFrame(frame, Number.POSITIVE_INFINITY);
  return prepared instanceof RoomError ? undefined : prepared;
}

/** Escapes U+FFFD, which a server takes for the remains of invalid UTF-8. */
function toFrame(object: JsonObject): string {
  return JSON.stringify(object).replaceAll("\ufffd", "\\ufffd");
}

function readLogFrame(frame: string, messageCharacters: number): Prepared | RoomError {
  const read = parseLogCommand(frame, { messageCharacters, extraBytes: Number.POSITIVE_INFINITY });
  if (!read.ok) return invalid(read.error, messageCharacters);
  const { id } = read.value;
  // The type allows for the plain dialect, where the id is optional; in v1 it always exists (P3.2).
  return id === undefined ? invalid({ code: "bad_id" }) : { id, command: read.value, frame };
}

/**
 * The error for a command that the server would reject.
 *
 * @param limit of characters
 */
export function invalid({ close, code }: ReadError, limit?: number): RoomError {
  return new RoomError(close ? "too_large" : code, undefined, limit === undefined ? {} : { limit });
}
