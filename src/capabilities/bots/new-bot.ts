import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { Username } from "../../protocol/fields.ts";
import { SCOPES } from "./bot-store.ts";

/** Maximum length of a picture's URL in UTF-16 units, as for people (P8.2): each message of a bot carries it. */
const MAX_AVATAR_LENGTH = 256;

/** URL of a bot's picture, in its normal form, so that what is checked is what clients load. */
export const Avatar = v.pipe(
  v.string(),
  v.transform((url) => URL.parse(url)?.href),
  v.string(),
  v.maxLength(MAX_AVATAR_LENGTH),
  v.startsWith("https:"),
);

/** The fields of a new bot, as an owner sends them (P15.1). */
export const NewBot = v.object({
  name: Username,
  avatar: v.exactOptional(Avatar),
  scopes: v.optional(
    v.pipe(
      v.array(v.picklist(SCOPES)),
      v.minLength(1),
      v.transform((scopes) => [...new Set(scopes)]),
      v.readonly(),
    ),
    ["read", "write"],
  ),
});

/** The error of a field of a new bot or webhook. */
export function faultOf(issues: readonly v.BaseIssue<unknown>[]): ErrorCode {
  return issues[0]?.path?.[0]?.key === "name" ? "bad_username" : "bad_command";
}
