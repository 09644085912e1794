import * as v from "valibot";
import { Message } from "./events.ts";
import { lenientArray, Seq, True } from "./fields.ts";
import { MessageFile } from "./files.ts";
import { RANKS } from "./moderation.ts";

// Lists for moderators. Most clients never request one, so these schemas load only when a list arrives.

const WordList = v.pipe(v.array(v.string()), v.readonly());
export const BlockedWords = v.object({
  /** Messages with one of these words are rejected. */
  reject: WordList,
  /** Messages with one of these words are hidden (P9.9). */
  hide: WordList,
});
/** Words that users below moderator can't post (P9.8). Only moderators can see the list. */
export type BlockedWords = Readonly<v.InferOutput<typeof BlockedWords>>;

/** Fields of every list item that resulted from a moderator's action. */
const auditFields = {
  /** Number of the action's entry in the audit log, and the value for `list.before`. */
  entry: Seq,
  /** When it happened, in milliseconds since 1970. */
  at: v.number(),
  /** Who did it: a `uid`, or empty if it was done over HTTP with the owner's token. */
  by: v.string(),
};

/** Rank of the moderator (P9.12). Rooms of versions before P9.12 stored none: then it is `moderator`. */
const RankOfActor = v.exactOptional(v.fallback(v.picklist(RANKS), "moderator"));

export const Ban = v.object({
  ...auditFields,
  uid: v.string(),
  /** The user's name at that time. */
  username: v.string(),
  /** When it ends, in milliseconds since 1970; absent for a permanent ban. */
  until: v.exactOptional(v.number()),
  /** Whether the user's IP address is banned as well. */
  address: v.boolean(),
  reason: v.exactOptional(v.string()),
  rank: RankOfActor,
});
/** A banned user. */
export type Ban = Readonly<v.InferOutput<typeof Ban>>;

export const Muted = v.object({
  ...auditFields,
  uid: v.string(),
  /** The user's name at that time. */
  username: v.string(),
  /** Milliseconds since 1970. */
  mutedUntil: v.exactOptional(v.number()),
  shadowed: True,
  /** Whether guests from the user's IP addresses are muted as well. */
  address: True,
  rank: RankOfActor,
});
/** A user who is muted or shadow-muted. */
export type Muted = Readonly<v.InferOutput<typeof Muted>>;

export const ReportReason = v.object({
  uid: v.string(),
  username: v.string(),
  /** Milliseconds since 1970. */
  at: v.number(),
  reason: v.exactOptional(v.string()),
});
/** A user who reported a message. */
export type ReportReason = Readonly<v.InferOutput<typeof ReportReason>>;

export const versionFields = {
  username: v.string(),
  message: v.string(),
  /** When it was reported, in milliseconds since 1970. */
  at: v.number(),
};
export const Evidence = v.object({
  uid: v.string(),
  ...versionFields,
  /** Its files. If they were deleted since, moderators can still read them, with a pass (P12.12). */
  files: v.exactOptional(v.array(MessageFile)),
  /** Other texts that it had when it was reported again, at most five. */
  later: v.exactOptional(lenientArray(v.object(versionFields))),
});
/** A message as it was when it was reported. Moderators keep it whatever becomes of the message (P9.28). */
export type Evidence = Readonly<v.InferOutput<typeof Evidence>>;

export const Report = v.object({
  /** The report's number, and the value for `resolve` and `list.before`. */
  report: Seq,
  /** When it was first reported, in milliseconds since 1970. */
  at: v.number(),
  /** The `uid` of the first user who reported it. */
  by: v.string(),
  target: Seq,
  /** The first user's reason. */
  reason: v.exactOptional(v.string()),
  /** How many users reported it, up to 200. Rooms of versions before P9.28 send one report per user. */
  count: v.optional(v.number(), 1),
  /** The first of them, at most five. */
  reasons: v.optional(lenientArray(ReportReason), []),
  /** The message when it was first reported; absent from reports of versions before P9.28. */
  evidence: v.exactOptional(Evidence),
  /** The message in its current state; absent if the room no longer has it. */
  message: v.exactOptional(Message),
  /** When it was resolved, in milliseconds since 1970. */
  resolved: v.exactOptional(v.number()),
});
/** A reported message: one report for everyone who reported it (P9.10, P9.28). */
export type Report = Readonly<v.InferOutput<typeof Report>>;

export const AuditEntry = v.object({
  ...auditFields,
  /** The user's name at that time. */
  username: v.string(),
  /** The name of an action (P9.3), `claim`, `erase` (P11.3), `deleteAll`, `deleteBefore`, `import` (P17), or `delete` if someone else's message was deleted. */
  action: v.string(),
  /** The action's own fields, with `words` as the number of words in each list. */
  details: v.looseObject({}),
  /** How often it was done, if that was more than once within the hour (P9.34). */
  count: v.exactOptional(v.number()),
  /** When it was last done; present with `count`. */
  last: v.exactOptional(v.number()),
});
/** An entry of the audit log. */
export type AuditEntry = Readonly<v.InferOutput<typeof AuditEntry>>;

export const Invitation = v.object({
  ...auditFields,
  id: v.string(),
  /** How many users can join with it. */
  uses: v.number(),
  /** How many users have joined with it. */
  used: v.number(),
  /** When it expires, in milliseconds since 1970. */
  until: v.number(),
});
/** An active invite, without its secret. */
export type Invitation = Readonly<v.InferOutput<typeof Invitation>>;

const ReactorItem = v.object({
  /** The `seq` of the reaction, and the value for `list.before`. */
  seq: Seq,
  uid: v.string(),
  /** Absent if the room no longer knows the user's name. */
  username: v.exactOptional(v.string()),
});
/** A user who reacted to a message (P3.13). */
export type ReactorItem = Readonly<v.InferOutput<typeof ReactorItem>>;

const listFields = { type: v.literal("list"), id: v.string() };
export const ListObject = v.variant("what", [
  v.object({ ...listFields, what: v.literal("bans"), items: lenientArray(Ban) }),
  v.object({ ...listFields, what: v.literal("muted"), items: lenientArray(Muted) }),
  v.object({ ...listFields, what: v.literal("reports"), items: lenientArray(Report) }),
  v.object({ ...listFields, what: v.literal("resolved"), items: lenientArray(Report) }),
  v.object({ ...listFields, what: v.literal("audit"), items: lenientArray(AuditEntry) }),
  v.object({ ...listFields, what: v.literal("invitations"), items: lenientArray(Invitation) }),
  v.object({ ...listFields, what: v.literal("words"), items: lenientArray(BlockedWords) }),
  v.object({ ...listFields, what: v.literal("reactions"), items: lenientArray(ReactorItem) }),
]);
/** P3.13, P9.11: the response to `list`: at most `MAX_LIST_ITEMS` items, newest first. */
export type ListObject = Readonly<v.InferOutput<typeof ListObject>>;

/** A list's name and items. */
export type ListAnswer = ListObject extends infer List
  ? List extends ListObject
    ? Omit<List, "type" | "id">
    : never
  : never;
