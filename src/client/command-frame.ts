import type {
  Command,
  ListReactionsCommand,
  LogCommand,
  ModerateCommand,
  RequestCommand,
} from "../protocol/commands.ts";
import type { ErrorCode } from "../protocol/error-codes.ts";
import type { JsonObject } from "../protocol/json.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { parseCommand, type UnreadAction } from "../protocol/parse-command.ts";
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
  const prepared = readLogFrame(JSON.stringify(object), messageCharacters);
  if (prepared instanceof RoomError) throw prepared;
  return prepared;
}

/**
 * The frame of a request, validated as {@link prepare} does, except for a moderation action (`checkAction`).
 *
 * @throws RoomError with the code that the server would send
 */
export function frameOf(command: RequestCommand | ListReactionsCommand): string {
  const frame = JSON.stringify(command);
  const read = readFrame(frame, DEFAULT_LIMITS.messageCharacters);
  if (read instanceof RoomError) throw read;
  return frame;
}

/** The command of a persisted frame. Leaves the length of its text to the server, whose limit may have changed. */
export function restore(frame: string): Prepared | undefined {
  const prepared = readLogFrame(frame, Number.POSITIVE_INFINITY);
  return prepared instanceof RoomError ? undefined : prepared;
}

function readFrame(
  frame: string,
  messageCharacters: number,
): Exclude<Command, ModerateCommand> | UnreadAction | RoomError {
  const read = parseCommand(frame, { messageCharacters, extraBytes: Number.POSITIVE_INFINITY });
  if (read.ok) return read.value;
  return read.error.close ? new RoomError("too_large", "The message is far too large.") : invalid(read.error.code);
}

function readLogFrame(frame: string, messageCharacters: number): Prepared | RoomError {
  const command = readFrame(frame, messageCharacters);
  if (command instanceof RoomError) return command;
  switch (command.type) {
    case "message":
    case "edit":
    case "delete":
    case "reaction":
    case "rename":
      // The type allows for the plain dialect, where the id is optional; in v1 it always exists (P3.2).
      if (command.id !== undefined) return { id: command.id, command, frame };
      break;
    case "hello":
    case "typing":
    case "cast":
    case "ack":
    case "moderate":
    case "report":
    case "claim":
    case "list":
    case "block":
      break;
  }
  return new RoomError("bad_command", "This isn't a log command.");
}

/** The error for a command that the server would reject. */
export function invalid(code: ErrorCode): RoomError {
  return new RoomError(code, `The command is invalid: ${code}.`);
}
