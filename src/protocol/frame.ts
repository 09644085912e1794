import { ERRORS, type ErrorCode } from "./error-codes.ts";
import { findUnsafe, type Json, type JsonObject, parseJson } from "./json.ts";
import { MAX_FRAME_BYTES, MAX_FRAME_BYTES_BEFORE_CLOSE, MAX_ID_LENGTH } from "./limits.ts";
import type { Result } from "./result.ts";
import type { ErrorObject } from "./server-objects.ts";
import { utf8Length } from "./text.ts";

/** Why a frame was rejected. Has no text: the server and the client each word it in their own way. */
export interface ReadError {
  readonly code: ErrorCode;
  /** The command's id, if it had a valid one. */
  readonly id?: string | undefined;
  /** Milliseconds to wait before sending it again, if it came too early. */
  readonly retryAfter?: number;
  /** The connection must be closed: no client of this protocol sends such a frame by mistake. */
  readonly close?: true;
}

/** A parsed frame. */
export type Read<T> = Result<T, ReadError>;

/**
 * Creates the error object for a code (P2.4, P3.7).
 *
 * @param id the command's id, if it had a valid one
 */
export function errorObject(code: ErrorCode, id?: string): ErrorObject {
  return { type: "error", code, message: ERRORS[code], ...(id === undefined ? {} : { id }) };
}

export function refuse(code: ErrorCode, id?: string): Read<never> {
  return { ok: false, error: { code, id } };
}

/**
 * Parses what both dialects have in common (P2.4, P5): checks the size first, then parses the JSON, then looks for values
 * that no object may contain. A frame that is only long because of its escapes counts by what it says (P5.8). Pure; never
 * throws.
 */
export function readObject(frame: string | ArrayBuffer): Read<JsonObject> {
  const read = readFrame(frame);
  return read.ok ? safeObject(read.value) : read;
}

/** Parses the JSON of a frame, after it has checked its size. Pure; never throws. */
export function readFrame(frame: string | ArrayBuffer): Read<Json> {
  const size = typeof frame === "string" ? frame.length : frame.byteLength;
  // A UTF-16 unit takes one to three bytes, so most frames needn't be counted.
  const bytes = typeof frame === "string" && size * 3 > MAX_FRAME_BYTES ? utf8LengthUpToClose(frame) : size;
  if (bytes > MAX_FRAME_BYTES_BEFORE_CLOSE) return { ok: false, error: { code: "too_large", close: true } };
  if (typeof frame !== "string") return refuse(bytes > MAX_FRAME_BYTES ? "too_large" : "binary");
  // By now the platform has replaced invalid UTF-8 with U+FFFD.
  if (frame.includes("\ufffd")) return refuse("bad_encoding");

  // Some languages write a byte order mark before a text, or a NUL after it.
  const value = parseJson(frame) ?? parseJson(frame.replace(/^\ufeff|\0$/g, ""));
  if (value === undefined) return refuse("bad_json");
  if (bytes > MAX_FRAME_BYTES && utf8Length(JSON.stringify(value)) > MAX_FRAME_BYTES) {
    return refuse("too_large", isObject(value) ? usableId(value) : undefined);
  }
  return { ok: true, value };
}

/** Checks that a parsed value is an object without anything that no object may contain. */
export function safeObject(value: Json): Read<JsonObject> {
  if (!isObject(value)) return refuse("not_object");
  const unsafe = findUnsafe(value);
  if (unsafe !== undefined) return refuse(unsafe, usableId(value));
  return { ok: true, value };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The `id` of an object that may be invalid otherwise, so that an error can say which command it is for. */
export function usableId({ id }: JsonObject): string | undefined {
  return typeof id === "string" && id.length > 0 && id.length <= MAX_ID_LENGTH && id.isWellFormed() ? id : undefined;
}

/** UTF-16 units of an invalid `id` that an error returns. Enough for any id that a program makes. */
const MAX_ECHOED_ID_LENGTH = 256;

/**
 * The invalid `id` of an object, as a text, for the error that rejects it (P3.31).
 *
 * @returns `undefined` if there is none, or none that is short enough
 */
export function echoedId({ id }: JsonObject): string | undefined {
  if (typeof id !== "string" && typeof id !== "number") return undefined;
  const text = String(id);
  return text.length <= MAX_ECHOED_ID_LENGTH ? text : undefined;
}

/** Doesn't count frames that are too large in any case: a text has at least as many bytes as UTF-16 units. */
function utf8LengthUpToClose(text: string): number {
  return text.length > MAX_FRAME_BYTES_BEFORE_CLOSE ? text.length : utf8Length(text);
}
