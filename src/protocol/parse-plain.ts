import * as v from "valibot";
import type { CastCommand } from "./commands.ts";
import type { ErrorCode } from "./error-codes.ts";
import { type ParseLimits, withExtra } from "./extra-fields.ts";
import { MessageText } from "./fields.ts";
import { echoedId, type Read, readObject, refuse, usableId } from "./frame.ts";
import type { JsonObject } from "./json.ts";
import { MessageCommand, plainMessageFields } from "./log-commands.ts";
import { isShownAsMessage, RESERVED_TYPES } from "./server-objects.ts";
import { isLongerThan } from "./text.ts";

/** A command of the plain dialect (P2). */
export type PlainCommand = MessageCommand | CastCommand;

// P12.4: a plain client has no files to send.
const { files: _, ...messageFields } = MessageCommand.entries;
const PlainMessageCommand = v.object({ ...messageFields, ...plainMessageFields, message: MessageText });

/** The error code for an invalid field. */
const FIELD_ERRORS: Readonly<Record<string, ErrorCode>> = {
  id: "bad_id",
  username: "bad_username",
  replyTo: "bad_target",
};

/**
 * Parses a frame of the plain dialect (P2). Pure; never throws.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parsePlain(frame: string | ArrayBuffer, limits: ParseLimits): Read<PlainCommand> {
  const read = readObject(frame);
  if (!read.ok) return read;
  const { type } = read.value;
  if (typeof type === "string" && RESERVED_TYPES.has(type)) return refuse("reserved_type");
  if (isShownAsMessage(read.value)) return parseMessage(read.value, limits);
  return { ok: true, value: { type: "cast", data: read.value } };
}

/** Parses an object as a message, whatever its type (P2.11). */
function parseMessage(value: JsonObject, limits: ParseLimits): Read<MessageCommand> {
  const id = usableId(value);
  const parsed = v.safeParse(PlainMessageCommand, { ...value, type: "message" }, { abortEarly: true });
  if (!parsed.success) {
    const field = parsed.issues[0].path?.[0]?.key;
    const code = FIELD_ERRORS[String(field)] ?? "bad_message";
    return refuse(code, code === "bad_id" ? echoedId(value) : id);
  }
  if (isLongerThan(parsed.output.message, limits.messageCharacters)) return refuse("message_too_long", id);
  return withExtra(parsed.output, value, limits);
}
