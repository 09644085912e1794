import type { Command, LogCommand, RequestCommand } from "../protocol/commands.ts";
import type { JsonObject } from "../protocol/json.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { parseV1 } from "../protocol/parse-v1.ts";
import { RoomError } from "./room-error.ts";

/** A command for the log, and its frame. */
export interface Prepared {
  readonly id: string;
  readonly command: LogCommand;
  readonly frame: string;
}

/**
 * Checks a command by the room's own parser: what the room would refuse need not travel, and some refusals could not
 * name the command that they are for.
 *
 * @param object with its `id`
 * @param messageCharacters the room's limit, where it was told already
 * @throws RoomError with the room's code
 */
export function prepare(object: JsonObject, messageCharacters = DEFAULT_LIMITS.messageCharacters): Prepared {
  const prepared = readLogFrame(JSON.stringify(object), messageCharacters);
  if (prepared instanceof RoomError) throw prepared;
  return prepared;
}

/**
 * The frame of a command that leaves nothing in the log, checked as {@link prepare} does.
 *
 * @throws RoomError with the room's code
 */
export function frameOf(command: RequestCommand): string {
  const frame = JSON.stringify(command);
  const read = readFrame(frame, DEFAULT_LIMITS.messageCharacters);
  if (read instanceof RoomError) throw read;
  return frame;
}

/** The command in a frame that was kept; what it may hold is for the room to judge. */
export function restore(frame: string): Prepared | undefined {
  const prepared = readLogFrame(frame, Number.POSITIVE_INFINITY);
  return prepared instanceof RoomError ? undefined : prepared;
}

function readFrame(frame: string, messageCharacters: number): Command | RoomError {
  const read = parseV1(frame, { messageCharacters });
  if (read.ok) return read.value;
  return read.error.close
    ? new RoomError("too_large", "The frame is far too large.")
    : new RoomError(read.error.code, `The room does not take this: ${read.error.code}.`);
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
      // In v1 every one has an id (P3.2); the plain dialect's may do without.
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
      break;
  }
  return new RoomError("bad_command", "This is no command for the log.");
}
