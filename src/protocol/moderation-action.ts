import * as v from "valibot";
import { parseBlockedWord } from "./blocked-word.ts";
import type { ErrorCode } from "./error-codes.ts";
import { Id, integer, line, Seq, sized, Uid } from "./fields.ts";
import { type Read, refuse } from "./frame.ts";
import type { JsonObject } from "./json.ts";
import {
  MAX_INVITATION_MS,
  MAX_INVITATION_USES,
  MAX_MUTE_MS,
  MAX_REASON_CHARACTERS,
  MAX_SLOW_MODE_SECONDS,
  MAX_TIMED_BAN_MS,
  MAX_WORD_CHARACTERS,
  MAX_WORDS,
} from "./limits.ts";
import { CASTS, READERS, ROLES, WRITERS } from "./moderation.ts";
import { optionalSettings } from "./optional-settings.ts";

const Reason = line(MAX_REASON_CHARACTERS);
/** P9.8. Stored as the owner wrote it, so that the list shows the owner's own spelling. */
const Word = v.pipe(
  line(MAX_WORD_CHARACTERS),
  v.check((word) => parseBlockedWord(word) !== undefined),
);
const Words = v.pipe(v.array(Word), sized(0, MAX_WORDS), v.readonly());

const SettingsPatch = v.object({
  read: v.exactOptional(v.picklist(READERS)),
  write: v.exactOptional(v.picklist(WRITERS)),
  slowMode: v.exactOptional(integer(0, MAX_SLOW_MODE_SECONDS)),
  casts: v.exactOptional(v.picklist(CASTS)),
  words: v.exactOptional(v.object({ reject: Words, hide: Words })),
  ...optionalSettings,
});
/** Settings to change; those that are absent stay as they are. */
export type SettingsPatch = Readonly<v.InferOutput<typeof SettingsPatch>>;

export const ModerationAction = v.variant("action", [
  /** Disconnects a user, who can rejoin after a minute. */
  v.object({ action: v.literal("kick"), uid: Uid }),
  v.object({
    action: v.literal("ban"),
    uid: Uid,
    /** Milliseconds; absent for a permanent ban. */
    for: v.exactOptional(integer(1, MAX_TIMED_BAN_MS)),
    /** Also bans the IP addresses that the user has now, or posted from in the last day (P9.13). */
    address: v.exactOptional(v.boolean()),
    /** Visible to moderators. */
    reason: v.exactOptional(Reason),
  }),
  v.object({ action: v.literal("unban"), uid: Uid }),
  v.object({
    action: v.literal("mute"),
    uid: Uid,
    /** Milliseconds; 0 unmutes. */
    for: integer(0, MAX_MUTE_MS),
    /** Also mutes guests from the user's IP addresses, as in `ban` (P9.13). */
    address: v.exactOptional(v.boolean()),
  }),
  /** Hides everything that a user posts from now on (P9.9), without notifying them. */
  v.object({ action: v.literal("shadow"), uid: Uid, on: v.boolean() }),
  /** Deletes a user's recent messages. */
  v.object({ action: v.literal("clear"), uid: Uid }),
  v.object({ action: v.literal("pin"), target: Seq, on: v.boolean() }),
  /** Closes a report. */
  v.object({ action: v.literal("resolve"), report: Seq }),
  v.object({ action: v.literal("role"), uid: Uid, role: v.picklist(ROLES) }),
  v.object({
    action: v.literal("settings"),
    settings: v.pipe(
      SettingsPatch,
      v.check((settings) => Object.keys(settings).length > 0),
    ),
  }),
  v.object({
    action: v.literal("invite"),
    /** How many users can join with it; 1 by default. */
    uses: v.exactOptional(integer(1, MAX_INVITATION_USES)),
    /** Milliseconds until it expires; a week by default. */
    for: v.exactOptional(integer(1, MAX_INVITATION_MS)),
  }),
  v.object({ action: v.literal("revoke"), invitation: Id }),
  /** Replaces the key that signs the room's own tokens (P8.19). */
  v.object({ action: v.literal("rotateKey") }),
]);
/** P9.3: a moderator's action. On the wire its fields stand beside the command's `type` and `id`. */
export type ModerationAction = Readonly<v.InferOutput<typeof ModerationAction>>;

/**
 * Parses a moderation action (P9.3) from a frame or from the body of an HTTP request. Pure; never throws.
 *
 * @param id the command's id, for the error
 */
export function parseAction(value: JsonObject, id?: string): Read<ModerationAction> {
  const parsed = v.safeParse(ModerationAction, value, { abortEarly: true });
  if (parsed.success) return { ok: true, value: parsed.output };
  return refuse(actionError(parsed.issues[0].path?.map(({ key }) => key) ?? []), id);
}

/** @param path keys from the action to the field that is invalid */
function actionError([field, setting, list, index]: readonly unknown[]): ErrorCode {
  if (field === "target") return "bad_target";
  // A list that is too long, or is none, has no entry to blame.
  const isOneWord = field === "settings" && setting === "words" && list !== undefined && index !== undefined;
  return isOneWord ? "bad_word" : "bad_action";
}
