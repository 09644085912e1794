import * as v from "valibot";
import { ERRORS, type ErrorCode } from "./errors.ts";
import { findUnsound, type Json, type JsonObject } from "./json.ts";
import { MAX_FRAME_BYTES, MAX_FRAME_BYTES_BEFORE_CLOSE, MAX_ID_LENGTH } from "./limits.ts";
import { type ErrorObject, OWNED_FIELDS, type PlainCommand, RESERVED_TYPES } from "./messages.ts";
import { normalizeUsername } from "./names.ts";
import { isLongerThan, normalizeMessage, utf8Length } from "./text.ts";

/** A frame is a command, or an error for its sender (P2.4), or too large to go on with that sender (P5). */
export type Parsed =
  | { readonly ok: true; readonly command: PlainCommand }
  | { readonly ok: false; readonly error: ErrorObject }
  | { readonly ok: false; readonly close: true };

/**
 * Makes the error object of a code (P2.4).
 *
 * @param id the command's own id, where it had a usable one
 */
export function errorObject(code: ErrorCode, id?: string): ErrorObject {
  return { type: "error", code, message: ERRORS[code], ...(id === undefined ? {} : { id }) };
}

/**
 * Reads one frame of the plain dialect: its size first, then JSON, then its shape. Pure; it throws for no input.
 *
 * @param frame what came off the socket
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parsePlainFrame(frame: string | ArrayBuffer, limits: { readonly messageCharacters: number }): Parsed {
  const size = typeof frame === "string" ? frame.length : frame.byteLength;
  // A UTF-16 unit takes one to three bytes: only what lies between has to be counted.
  const bytes = typeof frame === "string" && size * 3 > MAX_FRAME_BYTES ? utf8LengthUpTo(frame) : size;
  if (bytes > MAX_FRAME_BYTES_BEFORE_CLOSE) return { ok: false, close: true };
  if (bytes > MAX_FRAME_BYTES) return refuse("too_large");
  if (typeof frame !== "string") return refuse("binary");
  // The platform has replaced invalid UTF-8 by U+FFFD before we see it.
  if (frame.includes("\ufffd")) return refuse("bad_encoding");

  const value = parseJson(frame);
  if (value === undefined) return refuse("bad_json");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse("not_object");
  const unsound = findUnsound(value);
  if (unsound !== undefined) return refuse(unsound);

  const type = value.type;
  if (type === "message") return parseMessage(value, limits.messageCharacters);
  if (typeof type === "string" && RESERVED_TYPES.has(type)) return refuse("reserved_type");
  return { ok: true, command: { type: "cast", data: value } };
}

function refuse(code: ErrorCode, id?: string): Parsed {
  return { ok: false, error: errorObject(code, id) };
}

/** Counting stops to matter past the limit that closes, and a text has no fewer bytes than units. */
function utf8LengthUpTo(text: string): number {
  return text.length > MAX_FRAME_BYTES_BEFORE_CLOSE ? text.length : utf8Length(text);
}

function parseJson(text: string): Json | undefined {
  try {
    // `JSON.parse` is typed `any`; what it can give is `Json`.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID_LENGTH));
// The second `v.string()` refuses the `undefined` by which `normalize…` says that there is no such text.
const Username = v.pipe(v.string(), v.transform(normalizeUsername), v.string());
const Message = v.pipe(v.string(), v.transform(normalizeMessage), v.string());

/** The fields of a message that the protocol knows, each with the code of what is wrong with it. */
function parseMessage(value: JsonObject, messageCharacters: number): Parsed {
  const id = v.safeParse(v.optional(Id), value.id);
  if (!id.success) return refuse("bad_id");
  const username = v.safeParse(v.optional(Username), value.username);
  if (!username.success) return refuse("bad_username", id.output);
  const message = v.safeParse(Message, value.message);
  if (!message.success) return refuse("bad_message", id.output);
  if (isLongerThan(message.output, messageCharacters)) return refuse("message_too_long", id.output);

  const extra: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (!OWNED_FIELDS.has(key)) extra[key] = item;
  }
  return {
    ok: true,
    command: {
      type: "message",
      message: message.output,
      extra,
      ...(username.output === undefined ? {} : { username: username.output }),
      ...(id.output === undefined ? {} : { id: id.output }),
    },
  };
}
