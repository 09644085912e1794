import type { ErrorCode } from "./error-codes.ts";
import { MAX_DEPTH } from "./limits.ts";

/** What `JSON.parse` can give. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/**
 * Looks through a parsed value for what must not be handed on to others: too deep a nest, a `__proto__` key, text that
 * is not well-formed.
 *
 * It keeps a stack of its own, so that no input can exhaust the caller's.
 *
 * @returns the code of what was found first, or `undefined` where the value is sound
 */
export function findUnsound(value: Json): ErrorCode | undefined {
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
