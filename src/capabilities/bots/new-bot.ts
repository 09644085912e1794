import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { Username } from "../../protocol/fields.ts";
import { Avatar } from "../../worker/identity/avatar.ts";
import { SCOPES } from "./bot-store.ts";

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
