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
 * that isn't well-formed.
 *
 * Uses its own stack, so that no input can overflow the call stack.
 *
 * @returns the error code of the first problem found, or `undefined`
 */
export function findUnsafe(value: Json): ErrorCode | undefined {
  const open: { value: Json; depth: number }[] = [{ value, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: current, depth } = next;
    if (typeof current === "string" && !current.isWellFormed()) return "bad_encoding";
    if (typeof current !== "object" || current === null) continue;
    if (depth > MAX_DEPTH) return "too_deep";
    if (Array.isArray(current)) {
      for (const item of current) open.push({ value: item, depth: depth + 1 });
      continue;
    }
    for (const [key, item] of Object.entries(current)) {
      if (key === "__proto__") return "forbidden_key";
      if (!key.isWellFormed()) return "bad_encoding";
      open.push({ value: item, depth: depth + 1 });
    }
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
