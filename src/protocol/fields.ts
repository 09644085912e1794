import * as v from "valibot";
import type { JsonObject } from "./json.ts";
import { MAX_ID_LENGTH } from "./limits.ts";
import { normalizeUsername } from "./normalize-name.ts";
import { OWNED_FIELDS } from "./server-objects.ts";
import { normalizeMessage } from "./text.ts";

/** The fields that commands are made of, as schemas: each is a check and puts its value into the form that is stored. */

/** Chosen by a client, 1 to 36 UTF-16 units. */
export const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID_LENGTH));

// In both, the second `v.string()` refuses the `undefined` by which `normalize…` says that there is no such text.
export const Username = v.pipe(v.string(), v.transform(normalizeUsername), v.string());
/** Without its length, which an owner may set. */
export const MessageText = v.pipe(v.string(), v.transform(normalizeMessage), v.string());

/** What stands for somebody who has no token yet (P8.15): 128 random bits at least, and no more than anybody needs. */
export const Nonce = v.pipe(v.string(), v.regex(/^[\w-]{22,64}$/));

/** The `seq` of an event. */
export const Seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** The `seq` of an event, or 0 for "before the first". */
export const SeqOrZero = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** UTF-16 units: the longest emoji, a family of four with skin tones, has 25. */
const MAX_EMOJI_LENGTH = 32;
/**
 * Something to look at, and nothing but what emoji are made of. Digits are, for keycaps, but are no emoji by themselves.
 * The alternatives are disjoint: where two could match one character, a text that fails would take exponential time.
 */
const EMOJI =
  /^(?=.*(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3))(?:\p{Emoji}|\u200d|\ufe0f|\u20e3|[\u{e0020}-\u{e007f}])+$/u;

/** One emoji, or a few joined ones: no text that could be a message of its own. */
export const Emoji = v.pipe(v.string(), v.maxLength(MAX_EMOJI_LENGTH), v.regex(EMOJI));

/** The fields of a message that the protocol does not know, to come back as they were sent (P2.2). */
export function extraFields(value: JsonObject): JsonObject {
  const extra: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (!OWNED_FIELDS.has(key)) extra[key] = item;
  }
  return extra;
}
