import type { Message } from "./events.ts";

/** What people may be in a room, from the least to the most (P9.1). */
export const ROLES = ["guest", "member", "moderator", "owner"] as const;

/** What somebody may do in a room (P9.1). */
export type Role = (typeof ROLES)[number];

/** Who may read a room (P9.5). */
export const READERS = ["everyone", "members", "invited"] as const;
/** Who may write in a room (P9.6). */
export const WRITERS = ["everyone", "members", "moderators"] as const;

/** What an owner set for a room; everybody is told (P9.4). */
export interface RoomSettings {
  readonly read: (typeof READERS)[number];
  readonly write: (typeof WRITERS)[number];
  /** Seconds between two messages of one person; 0 where there is no such wait. */
  readonly slowMode: number;
}

/** A room that nobody set anything for. */
export const OPEN_ROOM: RoomSettings = { read: "everyone", write: "everyone", slowMode: 0 };

/** Words that nobody below a moderator gets through (P9.8); told to moderators alone. */
export interface BlockedWords {
  /** A text that holds one of these is refused. */
  readonly reject: readonly string[];
  /** A text that holds one of these is hidden (P9.9). */
  readonly hide: readonly string[];
}

/** P9.3: what a moderator does. On the wire it stands beside the command's `type` and `id`. */
export type ModerationAction =
  /** Puts a person out; they may come back after a minute. */
  | { readonly action: "kick"; readonly uid: string }
  | BanAction
  | { readonly action: "unban"; readonly uid: string }
  /** Nothing that the person writes is taken for so many milliseconds; 0 ends it. */
  | { readonly action: "mute"; readonly uid: string; readonly for: number }
  /** Whatever the person writes is hidden (P9.9), and they are not told. */
  | { readonly action: "shadow"; readonly uid: string; readonly on: boolean }
  /** Deletes the person's newest messages. */
  | { readonly action: "clear"; readonly uid: string }
  | { readonly action: "pin"; readonly target: number; readonly on: boolean }
  /** Takes a report off the queue. */
  | { readonly action: "resolve"; readonly report: number }
  | { readonly action: "role"; readonly uid: string; readonly role: Role }
  | { readonly action: "settings"; readonly settings: SettingsPatch }
  | InviteAction
  | { readonly action: "revoke"; readonly invitation: string };

interface BanAction {
  readonly action: "ban";
  readonly uid: string;
  /** Milliseconds; absent where it has no end. */
  readonly for?: number;
  /** Whether nobody may come in from the address either that the person has now. */
  readonly address?: boolean;
  /** For other moderators to read. */
  readonly reason?: string;
}

interface InviteAction {
  readonly action: "invite";
  /** How many people may come in by it; one where it is absent. */
  readonly uses?: number;
  /** Milliseconds for which it holds; a week where it is absent. */
  readonly for?: number;
}

/** The settings that change; what is absent stays. */
export interface SettingsPatch extends Partial<RoomSettings> {
  readonly words?: BlockedWords;
}

/** An invitation as it is told once, to whoever made it (P9.7). */
export interface NewInvitation {
  readonly id: string;
  /** What `hello.invite` says. The room keeps a hash of it only. */
  readonly secret: string;
  readonly uses: number;
  /** When it ends, in milliseconds since 1970. */
  readonly until: number;
}

/** What a moderator may ask to see (P9.11), newest first. */
export const LISTS = ["bans", "muted", "reports", "audit", "invitations", "words"] as const;

export type ListName = (typeof LISTS)[number];

/** The answer to `list`. */
export type ListAnswer =
  | { readonly what: "bans"; readonly items: readonly Ban[] }
  | { readonly what: "muted"; readonly items: readonly Muted[] }
  | { readonly what: "reports"; readonly items: readonly Report[] }
  | { readonly what: "audit"; readonly items: readonly AuditEntry[] }
  | { readonly what: "invitations"; readonly items: readonly Invitation[] }
  | { readonly what: "words"; readonly items: readonly BlockedWords[] };

/** What all items have that came of something that somebody did. */
interface Done {
  /** The number of its entry in the audit log, and what `list.before` goes by. */
  readonly entry: number;
  /** When it was done, in milliseconds since 1970. */
  readonly at: number;
  /** Who did it: a `uid`, or empty where it was done with the owner's token over HTTP. */
  readonly by: string;
}

/** Somebody who may not come in. */
export interface Ban extends Done {
  readonly uid: string;
  /** What they were called. */
  readonly username: string;
  /** Milliseconds since 1970; absent where it has no end. */
  readonly until?: number;
  /** Whether their address is banned too. */
  readonly address: boolean;
  readonly reason?: string;
}

/** Somebody who may not write, or whose messages nobody sees. */
export interface Muted extends Done {
  readonly uid: string;
  /** What they were called. */
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly mutedUntil?: number;
  readonly shadowed?: true;
}

/** A message that somebody found wrong (P9.10). */
export interface Report {
  /** Its number, by which `resolve` and `list.before` go. */
  readonly report: number;
  readonly at: number;
  /** Who reported it. */
  readonly by: string;
  readonly target: number;
  readonly reason?: string;
  /** As it is now; absent where it is no longer kept. */
  readonly message?: Message;
}

/** What somebody with a role did. */
export interface AuditEntry extends Done {
  /** What they were called. */
  readonly username: string;
  /** What they did: an action (P9.3), `claim`, or the `delete` of somebody else's message. */
  readonly action: ModerationAction["action"] | "claim" | "delete" | (string & {});
  /** The action's own fields, `words` as the number of words in each list. */
  readonly details: { readonly [field: string]: unknown };
}

/** An invitation as it is listed, without its secret. */
export interface Invitation extends Done {
  readonly id: string;
  /** How many may come in by it. */
  readonly uses: number;
  /** How many did. */
  readonly used: number;
  /** When it ends, in milliseconds since 1970. */
  readonly until: number;
}

/**
 * Compares two roles.
 *
 * @returns whether `role` may do all that `least` may
 */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}
