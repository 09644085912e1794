import * as v from "valibot";
import type { ErrorCode } from "./error-codes.ts";
import { type ParseLimits, withExtra } from "./extra-fields.ts";
import { type Read, readObject, refuse, usableId } from "./frame.ts";
import type { JsonObject } from "./json.ts";
import {
  DeleteCommand,
  EditCommand,
  type LogCommand,
  MessageCommand,
  ReactionCommand,
  RenameCommand,
} from "./log-commands.ts";
import { isLongerThan } from "./text.ts";

export const LOG_COMMANDS = [MessageCommand, EditCommand, DeleteCommand, ReactionCommand, RenameCommand] as const;
const V1LogCommand = v.variant("type", LOG_COMMANDS);

/** The error code for an invalid field. */
export const LOG_FIELD_ERRORS: Readonly<Record<string, ErrorCode>> = {
  type: "unknown_type",
  id: "bad_id",
  username: "bad_username",
  message: "bad_message",
  target: "bad_target",
  replyTo: "bad_target",
  emoji: "bad_emoji",
};

/**
 * Parses a log command of the v1 dialect (P3.2), as `parseCommand` does. Pure; never throws.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parseLogCommand(frame: string, limits: ParseLimits): Read<LogCommand> {
  const read = readObject(frame);
  return read.ok ? parseLogObject(read.value, limits) : read;
}

/**
 * Parses the object of a log command, once it is known to be safe. Pure; never throws.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parseLogObject(object: JsonObject, limits: ParseLimits): Read<LogCommand> {
  const parsed = parseFields(V1LogCommand, LOG_FIELD_ERRORS, object);
  return parsed.ok ? withinLimits(parsed.value, object, limits) : parsed;
}

/** @param errors the error code for an invalid field */
export function parseFields<T>(
  schema: v.GenericSchema<unknown, T>,
  errors: Readonly<Record<string, ErrorCode>>,
  value: JsonObject,
): Read<T> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return { ok: true, value: parsed.output };
  const field = parsed.issues[0].path?.[0]?.key;
  return refuse(errors[String(field)] ?? "bad_command", usableId(value));
}

/**
 * Checks a command against the limits that an owner can configure.
 *
 * @param value the object that the command was parsed from
 */
export function withinLimits(
  command: v.InferOutput<typeof V1LogCommand>,
  value: JsonObject,
  limits: ParseLimits,
): Read<LogCommand> {
  if (command.type === "message" && !command.message && !command.files) return refuse("bad_message", command.id);
  if ("message" in command && isLongerThan(command.message, limits.messageCharacters)) {
    return refuse("message_too_long", command.id);
  }
  return command.type === "message" ? withExtra(command, value, limits) : { ok: true, value: command };
}
