import * as v from "valibot";
import { integer, matching, sized } from "./fields.ts";
import { MAX_DOMAIN_LENGTH, MAX_LINK_DOMAINS, MAX_NEWCOMER_SECONDS } from "./limits.ts";
import { ROLES } from "./roles.ts";

export { isAtLeast, ROLES, type Role } from "./roles.ts";

/**
 * Power of whoever acts, from the least to the greatest: the roles, and the deployment itself, which acts by its `OWNER_TOKEN`
 * and outranks owners (P9.14).
 */
export const RANKS = [...ROLES, "deployment"] as const;

/** Power of whoever acts (P9.12). */
export type Rank = (typeof RANKS)[number];

/** Who can read a room (P9.5). */
export const READERS = ["everyone", "members", "invited"] as const;
/** Who can post in a room (P9.6). */
export const WRITERS = ["everyone", "members", "moderators"] as const;
/** Whether users can broadcast objects of their own (P2.12). */
export const CASTS = ["on", "off"] as const;
export type CastsSetting = (typeof CASTS)[number];

/** Who can send files (P12.1). */
export const FILE_SENDERS = ["everyone", "members", "moderators", "off"] as const;
export type FileSenders = (typeof FILE_SENDERS)[number];

/** A room whose settings nobody has changed. */
export const OPEN_ROOM: RoomSettings = { read: "everyone", write: "everyone", slowMode: 0 };

/** A domain in lower case and Punycode, as in a URL. */
const Domain = v.pipe(v.string(), sized(0, MAX_DOMAIN_LENGTH), matching(/^[a-z0-9.-]+\.[a-z][a-z0-9-]+$/));

/** Settings that are off if they are absent. */
export const optionalSettings = {
  challenge: v.exactOptional(v.picklist(["never", "flood", "always"])),
  plainClients: v.exactOptional(v.picklist(["allow", "read"])),
  /** Seconds for which new guests can only read (P10.5). */
  newcomerSeconds: v.exactOptional(integer(0, MAX_NEWCOMER_SECONDS)),
  links: v.exactOptional(v.picklist(["everyone", "members", "moderators", "nobody"])),
  /** Domains that everyone can link to, subdomains included. */
  linkDomains: v.exactOptional(v.pipe(v.array(Domain), sized(0, MAX_LINK_DOMAINS), v.readonly())),
  /** Rejects messages that were just posted (P9.23). */
  repeats: v.exactOptional(v.boolean()),
  /** Rejects messages in capitals, and messages that fill the screen with marks or blanks (P9.24). */
  shouting: v.exactOptional(v.boolean()),
  /** Finds blocked words in other spellings too (P9.25). */
  wordVariants: v.exactOptional(v.boolean()),
  /** Whose links get a preview (P13.6): everyone's, members', or none. Absent: members'. */
  previews: v.exactOptional(v.picklist(["on", "members", "off"])),
  /** Who can send files; members if it is absent. */
  files: v.exactOptional(v.picklist(FILE_SENDERS)),
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
/** The name of such a list. */
export type ListName = (typeof LISTS)[number];
