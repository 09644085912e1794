import type { ErrorCode } from "./error-codes.ts";
import { MAX_DEPTH } from "./limits.ts";

/** Any value that `JSON.parse` returns. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  [key: string]: Json;
}

/**
 * Searches a parsed value for content that must not reach other clients: excessive nesting, a `__proto__` key, or text
 * that isn't well-formed. It goes no deeper than a value may be nested, so no input can overflow the call stack.
 *
 * @param depth of the value, from 1
 * @returns the error code of the first problem found, or `undefined`
 */
export function findUnsafe(value: Json, depth = 1): ErrorCode | undefined {
  if (typeof value === "string") return value.isWellFormed() ? undefined : "bad_encoding";
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > MAX_DEPTH) return "too_deep";
  if (Array.isArray(value)) return findUnsafeIn(value, depth);
  const keys = Object.keys(value);
  for (const key of keys) {
    if (key === "__proto__") return "forbidden_key";
    if (!key.isWellFormed()) return "bad_encoding";
  }
  return findUnsafeIn(Object.values(value), depth);
}

function findUnsafeIn(items: readonly Json[], depth: number): ErrorCode | undefined {
  for (const item of items) {
    const unsafe = findUnsafe(item, depth + 1);
    if (unsafe !== undefined) return unsafe;
  }
  return undefined;
}

/** Parses JSON. Pure; `undefined` if the text isn't JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    // `JSON.parse` returns `any`, which is in fact `Json`.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
