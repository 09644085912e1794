import * as v from "valibot";
import { parseBlockedWord } from "./blocked-word.ts";
import type { ErrorCode } from "./error-codes.ts";
import { Id, integer, line, Seq, Uid } from "./fields.ts";
import { type Read, refuse } from "./frame.ts";
import type { JsonObject } from "./json.ts";
import {
  MAX_DOMAIN_LENGTH,
  MAX_INVITATION_MS,
  MAX_INVITATION_USES,
  MAX_LINK_DOMAINS,
  MAX_MUTE_MS,
  MAX_NEWCOMER_SECONDS,
  MAX_REASON_CHARACTERS,
  MAX_SLOW_MODE_SECONDS,
  MAX_TIMED_BAN_MS,
  MAX_WORD_CHARACTERS,
  MAX_WORDS,
} from "./limits.ts";

/** Roles in a room, from the least to the most powerful (P9.1). */
export const ROLES = ["guest", "member", "moderator", "owner"] as const;

/** A user's role in a room (P9.1). */
export type Role = (typeof ROLES)[number];

/**
 * Compares two roles.
 *
 * @returns whether `role` includes every permission of `least`
 */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/**
 * Power of whoever acts, from the least to the greatest: the roles, and the deployment itself, which acts by its `OWNER_TOKEN`
 * and outranks owners (P9.14).
 */
export const RANKS = [...ROLES, "deployment"] as const;

/** Power of whoever acts (P9.12). */
export type Rank = (typeof RANKS)[number];

/** Who can read a room (P9.5). */
const READERS = ["everyone", "members", "invited"] as const;
/** Who can post in a room (P9.6). */
const WRITERS = ["everyone", "members", "moderators"] as const;
/** Whether users can broadcast objects of their own (P2.12). */
const CASTS = ["on", "off"] as const;
export type CastsSetting = (typeof CASTS)[number];

/** A room whose settings nobody has changed. */
export const OPEN_ROOM: RoomSettings = { read: "everyone", write: "everyone", slowMode: 0 };

/** A domain in lower case and Punycode, as in a URL. */
const Domain = v.pipe(v.string(), v.maxLength(MAX_DOMAIN_LENGTH), v.regex(/^[a-z0-9.-]+\.[a-z][a-z0-9-]+$/));

/** Settings that are off if they are absent. */
const optionalSettings = {
  challenge: v.exactOptional(v.picklist(["never", "flood", "always"])),
  plainClients: v.exactOptional(v.picklist(["allow", "read"])),
  /** Seconds for which new guests can only read (P10.5). */
  newcomerSeconds: v.exactOptional(integer(0, MAX_NEWCOMER_SECONDS)),
  links: v.exactOptional(v.picklist(["everyone", "members", "moderators", "nobody"])),
  /** Domains that everyone can link to, subdomains included. */
  linkDomains: v.exactOptional(v.pipe(v.array(Domain), v.maxLength(MAX_LINK_DOMAINS), v.readonly())),
  /** Rejects messages that were just posted (P9.26). */
  repeats: v.exactOptional(v.boolean()),
  /** Rejects messages in capitals, and messages that fill the screen with marks or blanks (P9.27). */
  shouting: v.exactOptional(v.boolean()),
  /** Finds blocked words in other spellings too (P9.28). */
  wordVariants: v.exactOptional(v.boolean()),
};

/** Values that a later version may add are read as the defaults. */
export const RoomSettings = v.object({
  read: v.fallback(v.picklist(READERS), "everyone"),
  write: v.fallback(v.picklist(WRITERS), "everyone"),
  /** Seconds that a user has to wait between two messages; 0 if slow mode is off. */
  slowMode: v.fallback(v.number(), 0),
  /** Absent if users can cast. */
  casts: v.exactOptional(v.fallback(v.picklist(CASTS), "on")),
  ...optionalSettings,
});
/** The room's settings, which every client receives (P9.4). */
export type RoomSettings = Readonly<v.InferOutput<typeof RoomSettings>>;

const Reason = line(MAX_REASON_CHARACTERS);
/** P9.8. Stored as the owner wrote it, so that the list shows the owner's own spelling. */
const Word = v.pipe(
  line(MAX_WORD_CHARACTERS),
  v.check((word) => parseBlockedWord(word) !== undefined),
);
const Words = v.pipe(v.array(Word), v.maxLength(MAX_WORDS), v.readonly());

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

const ModerationAction = v.variant("action", [
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
  /** Replaces the key that signs the room's own tokens (P8.21). */
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

export const NewInvitation = v.object({
  id: v.string(),
  /** The value of `hello.invite`. The room stores only a hash of it. */
  secret: v.string(),
  uses: v.number(),
  /** When it expires, in milliseconds since 1970. */
  until: v.number(),
});
/** A new invite, as its creator receives it once (P9.7). */
export type NewInvitation = Readonly<v.InferOutput<typeof NewInvitation>>;

/** Lists that moderators can request (P9.11). */
export const LISTS = ["bans", "muted", "reports", "resolved", "audit", "invitations", "words"] as const;
export type ListName = (typeof LISTS)[number];
