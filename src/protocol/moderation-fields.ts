import * as v from "valibot";
import { parseBlockedWord } from "./blocked-word.ts";
import type { ErrorCode } from "./error-codes.ts";
import { Id, Seq } from "./fields.ts";
import { type Read, refuse } from "./frame.ts";
import type { JsonObject } from "./json.ts";
import {
  MAX_ID_LENGTH,
  MAX_INVITATION_MS,
  MAX_INVITATION_USES,
  MAX_MUTE_MS,
  MAX_REASON_CHARACTERS,
  MAX_SECRET_LENGTH,
  MAX_SLOW_MODE_SECONDS,
  MAX_TIMED_BAN_MS,
  MAX_WORD_CHARACTERS,
  MAX_WORDS,
} from "./limits.ts";
import { LISTS, type ModerationAction, READERS, ROLES, WRITERS } from "./moderation.ts";
import { isLongerThan, normalizeLine } from "./text.ts";

/** A person's, as the room or the owner's site made it. */
const Uid = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_ID_LENGTH));

/** A text in one line. The second `v.string()` refuses the `undefined` by which `normalizeLine` says that it is none. */
const line = (characters: number) =>
  v.pipe(
    v.string(),
    v.transform(normalizeLine),
    v.string(),
    v.check((text) => !isLongerThan(text, characters)),
  );
const Reason = line(MAX_REASON_CHARACTERS);
/** P9.8. Stored as the owner wrote it, so that the list shows the owner's own spelling. */
const Word = v.pipe(
  line(MAX_WORD_CHARACTERS),
  v.check((word) => parseBlockedWord(word) !== undefined),
);
const Words = v.pipe(v.array(Word), v.maxLength(MAX_WORDS));

const wholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));

const Settings = v.pipe(
  v.object({
    read: v.exactOptional(v.picklist(READERS)),
    write: v.exactOptional(v.picklist(WRITERS)),
    slowMode: v.exactOptional(wholeNumber(0, MAX_SLOW_MODE_SECONDS)),
    words: v.exactOptional(v.object({ reject: Words, hide: Words })),
  }),
  v.check((settings) => Object.keys(settings).length > 0),
);

const Action = v.variant("action", [
  v.object({ action: v.literal("kick"), uid: Uid }),
  v.object({
    action: v.literal("ban"),
    uid: Uid,
    for: v.exactOptional(wholeNumber(1, MAX_TIMED_BAN_MS)),
    address: v.exactOptional(v.boolean()),
    reason: v.exactOptional(Reason),
  }),
  v.object({ action: v.literal("unban"), uid: Uid }),
  v.object({ action: v.literal("mute"), uid: Uid, for: wholeNumber(0, MAX_MUTE_MS) }),
  v.object({ action: v.literal("shadow"), uid: Uid, on: v.boolean() }),
  v.object({ action: v.literal("clear"), uid: Uid }),
  v.object({ action: v.literal("pin"), target: Seq, on: v.boolean() }),
  v.object({ action: v.literal("resolve"), report: Seq }),
  v.object({ action: v.literal("role"), uid: Uid, role: v.picklist(ROLES) }),
  v.object({ action: v.literal("settings"), settings: Settings }),
  v.object({
    action: v.literal("invite"),
    uses: v.exactOptional(wholeNumber(1, MAX_INVITATION_USES)),
    for: v.exactOptional(wholeNumber(1, MAX_INVITATION_MS)),
  }),
  v.object({ action: v.literal("revoke"), invitation: Id }),
]);

/** P9.3, without the action's own fields, which {@link parseAction} reads. */
export const Moderate = v.object({ type: v.literal("moderate"), id: Id, action: v.string() });
/** P9.10. */
export const ReportOf = v.object({
  type: v.literal("report"),
  id: Id,
  target: Seq,
  reason: v.exactOptional(Reason),
});
/** A secret of a link: an invitation's (P9.7), or that of a claim (P9.2). */
export const Secret = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_SECRET_LENGTH));
/** P9.2. */
export const Claim = v.object({ type: v.literal("claim"), id: Id, secret: Secret });
/** P9.11. */
export const List = v.object({
  type: v.literal("list"),
  id: Id,
  what: v.picklist(LISTS),
  before: v.exactOptional(Seq),
});

/**
 * Reads what a moderator wants done (P9.3), as a frame or a body of HTTP says it. Pure; it throws for no input.
 *
 * @param id the command's own, for the error
 */
export function parseAction(value: JsonObject, id?: string): Read<ModerationAction> {
  const parsed = v.safeParse(Action, value, { abortEarly: true });
  if (parsed.success) return { ok: true, value: parsed.output };
  return refuse(errorOf(parsed.issues[0].path?.map(({ key }) => key) ?? []), id);
}

/** @param path keys from the action to the field that is invalid */
function errorOf([field, setting, list, index]: readonly unknown[]): ErrorCode {
  if (field === "target") return "bad_target";
  // A list that is too long, or is none, has no entry to blame.
  const isOneWord = field === "settings" && setting === "words" && list !== undefined && index !== undefined;
  return isOneWord ? "bad_word" : "bad_action";
}
