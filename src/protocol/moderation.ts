import * as v from "valibot";
import type { OptionalSettings } from "./optional-settings.ts";
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

/** A room whose settings no one has changed. */
export const OPEN_ROOM: RoomSettings = { read: "everyone", write: "everyone", slowMode: 0 };

const requiredSettings = {
  read: v.fallback(v.picklist(READERS), "everyone"),
  write: v.fallback(v.picklist(WRITERS), "everyone"),
  /** Seconds that a user has to wait between two messages; 0 if slow mode is off. */
  slowMode: v.fallback(v.number(), 0),
  /** Absent if users can cast. */
  casts: v.exactOptional(v.fallback(v.picklist(CASTS), "on")),
};
const RequiredSettings = v.object(requiredSettings);

/** The room's settings, which every client receives (P9.4). */
export type RoomSettings = Readonly<v.InferOutput<typeof RequiredSettings>> & OptionalSettings;
/**
 * Values that a later version may add are read as the defaults. The server has checked the optional settings, and clients
 * only compare them.
 */
export const RoomSettings = v.looseObject(requiredSettings) as unknown as v.GenericSchema<RoomSettings>;

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
