import { extraFields } from "./events.ts";
import { type Read, refuse } from "./frame.ts";
import type { Json, JsonObject } from "./json.ts";
import { type Limits, MAX_MENTIONS_BYTES } from "./limits.ts";
import { utf8Length } from "./text.ts";

/** The limits that parsing depends on. */
export type ParseLimits = Pick<Limits, "messageCharacters" | "extraBytes">;

/**
 * Adds the fields that the protocol doesn't define (P2.2) to a parsed message, unless they are too large (P4.8).
 * `mentions`, which the protocol describes but doesn't own (P2.10), has a limit of its own.
 *
 * @param value the object that the command was parsed from
 */
export function withExtra<T extends { readonly id?: string }>(
  command: T,
  value: JsonObject,
  { extraBytes }: ParseLimits,
): Read<T & { readonly extra: JsonObject }> {
  const extra = extraFields(value);
  if (Object.keys(extra).length === 0) return { ok: true, value: { ...command, extra } };
  const { mentions, ...others } = extra;
  const isTooLarge = bytesOf(others) > extraBytes || (mentions !== undefined && bytesOf(mentions) > MAX_MENTIONS_BYTES);
  return isTooLarge ? refuse("extra_too_large", command.id) : { ok: true, value: { ...command, extra } };
}

function bytesOf(value: Json): number {
  return utf8Length(JSON.stringify(value));
}
