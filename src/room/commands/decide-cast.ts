import type { JsonObject } from "../../protocol/json.ts";
import { type CastsSetting, isAtLeast, type RoomSettings } from "../../protocol/moderation.ts";
import { normalizeUsername } from "../../protocol/normalize-name.ts";
import type { Author } from "../model/author.ts";
import { err, ok, type Result } from "../model/result.ts";
import { type Refusal, writeRefusal } from "../moderation/permissions.ts";
import type { WordFilter } from "../moderation/word-filter.ts";
import type { NamePolicy } from "../people/name-policy.ts";
import { allTexts } from "./all-texts.ts";

/** The rules of a room that apply to casts. */
export interface CastContext {
  readonly settings: RoomSettings;
  readonly casts: CastsSetting;
  readonly words: WordFilter;
  readonly names: NamePolicy;
}

/** Whom a cast reaches: everyone, or only its sender, who is not told (P9.9). */
export type CastAudience = "everyone" | "sender";

/** A cast under a name in the form of those that the room gives out says its sender's name instead (P8.28). */
export function underOwnName(data: JsonObject, { uid, username }: Author, names: NamePolicy): JsonObject {
  const asked = typeof data.username === "string" ? normalizeUsername(data.username) : undefined;
  return asked !== undefined && names.isOthersGuestName(asked, uid) ? { ...data, username } : data;
}

/**
 * Decides about a cast (P2.12). Clients show its texts like those of messages, so it obeys the same rules: write permission,
 * blocked words, and names.
 *
 * @param now milliseconds since 1970
 */
export function decideCast(
  { casts, names, settings, words }: CastContext,
  author: Author,
  data: JsonObject,
  now: number,
): Result<CastAudience, Refusal> {
  const refusal = writeRefusal(settings, author, now);
  if (refusal !== undefined) return err(refusal);
  if (casts === "off") return err({ code: "casts_off" });
  const isExempt = isAtLeast(author.role, "moderator");
  if (data.username !== undefined && data.username !== author.username) {
    const username = typeof data.username === "string" ? normalizeUsername(data.username) : undefined;
    if (username === undefined) return err({ code: "bad_username" });
    if (!names.isFreeForPlain(username, author.uid, now)) return err({ code: "name_taken" });
    if (!isExempt && words.judge(username) !== undefined) return err({ code: "blocked_word" });
  }
  const verdict = isExempt ? undefined : words.judge(allTexts(data));
  if (verdict === "reject") return err({ code: "blocked_word" });
  return ok(verdict === "hide" || author.shadowed ? "sender" : "everyone");
}
