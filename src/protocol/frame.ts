import { ERRORS, type ErrorCode } from "./error-codes.ts";
import { findUnsound, type Json, type JsonObject } from "./json.ts";
import { MAX_FRAME_BYTES, MAX_FRAME_BYTES_BEFORE_CLOSE, MAX_ID_LENGTH } from "./limits.ts";
import type { ErrorObject } from "./server-objects.ts";
import { utf8Length } from "./text.ts";

/** Why a frame was not taken. Its words are the room's to add: a client that reads its own frames has others. */
export interface ReadError {
  readonly code: ErrorCode;
  /** The command's own id, where it had a usable one. */
  readonly id?: string | undefined;
  /** Milliseconds after which it would be taken, where it came too early. */
  readonly retryAfter?: number;
}

/** What a frame turned out to be: something, or an error for its sender, or a reason to go on no more with that sender. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ReadError }
  | { readonly ok: false; readonly close: true };

/**
 * Makes the error object of a code (P2.4, P3.7).
 *
 * @param id the command's own id, where it had a usable one
 */
export function errorObject(code: ErrorCode, id?: string): ErrorObject {
  return { type: "error", code, message: ERRORS[code], ...(id === undefined ? {} : { id }) };
}

/** The error as the outcome of reading a frame. */
export function refuse(code: ErrorCode, id?: string): Read<never> {
  return { ok: false, error: { code, id } };
}

/**
 * Reads a frame of a client up to where the dialects part: its size first, then JSON, then what no object may hold
 * (P2.4, P5). Pure; it throws for no input.
 */
export function readObject(frame: string | ArrayBuffer): Read<JsonObject> {
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
  if (unsound !== undefined) return refuse(unsound, usableId(value));
  return { ok: true, value };
}

/** The `id` of an object that may be wrong in other ways, to tell its sender which one it was. */
export function usableId({ id }: JsonObject): string | undefined {
  return typeof id === "string" && id.length > 0 && id.length <= MAX_ID_LENGTH && id.isWellFormed() ? id : undefined;
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
