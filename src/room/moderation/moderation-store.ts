import type { AuditEntry, Ban, BlockedWords, Invitation, Muted } from "../../protocol/lists.ts";
import type { Role, RoomSettings } from "../../protocol/moderation.ts";

/** Maximum number of everyday audit entries per room: about a year of active moderation. The oldest are dropped. */
export const MAX_STORED_ENTRIES = 1_000;

/** Maximum number of entries of {@link LASTING_ACTIONS}. More than moderators ban by hand. */
export const MAX_LASTING_ENTRIES = 10_000;

/** Actions whose audit entries are kept apart, so that no flood of others pushes them out (P9.31). */
export const LASTING_ACTIONS: readonly AuditEntry["action"][] = ["ban", "unban", "role", "claim", "erase"];

/** Milliseconds during which repeats of an action share an entry (P9.31): people undo and redo within the hour. */
export const REPEAT_WITHIN_MS = 60 * 60 * 1_000;

/** The message, user or object of an action. Repeats on the same subject share an entry. */
export function subjectOf({ details }: Pick<AuditEntry, "details">): string {
  const { invitation, report, target, uid } = details;
  return String(target ?? uid ?? invitation ?? report ?? "");
}

/**
 * Counts a repeat in the entry of the first action.
 *
 * @returns `undefined` if it needs its own entry, because details of lasting actions are never merged
 */
export function repeated(
  entry: Pick<AuditEntry, "action" | "details" | "count">,
  { at, details }: Pick<AuditEntry, "at" | "details">,
): Pick<AuditEntry, "count" | "last" | "details"> | undefined {
  const { action, count = 1 } = entry;
  const isSame = JSON.stringify(entry.details) === JSON.stringify(details);
  if (LASTING_ACTIONS.includes(action) && !isSame) return undefined;
  return { count: count + 1, last: at, details: { ...entry.details, ...details } };
}

/** Settings of a room that its owner controls. */
export interface RoomRules {
  readonly settings: RoomSettings;
  readonly words: BlockedWords;
  /** Sequence numbers of the pinned messages, newest pin first. */
  readonly pinned: readonly number[];
}

/** Reference to an audit entry: its number, time and actor. */
export type AuditRef = Pick<AuditEntry, "entry" | "at" | "by">;

/** Moderation record of a person. Ordinary guests have none, and no row in storage. */
export interface MemberRecord {
  readonly uid: string;
  /** Name at the time of the last action on this person. */
  readonly username: string;
  /** Role assigned in this room by an owner, a claim or an invitation. */
  readonly role?: Exclude<Role, "guest">;
  /** Role that a site last vouched for. It grants nothing, and protects its holder while they are away (P9.12). */
  readonly vouched?: VouchedRole;
  /** Id of the invitation that this person used (P9.15). */
  readonly invitation?: string;
  /** Audit entry by which this person lost their role. Older invitations do not give it back (P9.15). */
  readonly demoted?: number;
  readonly mute?: Mute;
  readonly ban?: Ban;
}

export type Mute = Omit<Muted, "uid" | "username">;

/** A role from a token of the site. Only those that protect against anybody are kept. */
export interface VouchedRole {
  readonly role: "moderator" | "owner";
  /** Milliseconds since 1970 until which it is remembered. */
  readonly until: number;
}

/** Whether a record says nothing about its person, so that it need not be stored. */
export function isEmptyRecord({ uid: _, username: __, ...facts }: MemberRecord): boolean {
  return Object.values(facts).every((fact) => fact === undefined);
}

/** Someone who posted and left, for a ban or a mute of their address (P9.13). */
export interface RecentAuthor {
  readonly uid: string;
  readonly username: string;
  /** Keyed hash of the address (P5.6). */
  readonly hash: string;
}

/** An invitation as stored: with the hash of its secret. */
export interface StoredInvitation extends Invitation {
  readonly hash: string;
}

/** Page of a list, newest first. */
export interface ListRange {
  readonly limit: number;
  /** Returns only entries with a lower number; absent for the newest page. */
  readonly before?: number;
}

/**
 * Durable moderation state: records, bans, invitations, reports and the audit log. A synchronous port, like `EventLog`,
 * in the same transaction. Every implementation passes `test/support/moderation-store-contract.ts`. Anything that has
 * expired by `now` (milliseconds since 1970) is left out.
 */
export interface ModerationStore {
  /** Settings, from memory. */
  rules(): RoomRules;
  setRules(rules: RoomRules): void;

  /** Finds a person's record. Costs no row read if there is none. */
  find(uid: string): MemberRecord | undefined;
  /** Replaces a person's record. An empty record is deleted. */
  put(record: MemberRecord): void;
  /** Number of owners. */
  owners(): number;
  bans(range: ListRange, now: number): Ban[];
  muted(range: ListRange, now: number): Muted[];

  /** Adds addresses to the ban of `uid`. They are banned until that ban ends or is lifted. */
  banAddresses(uid: string, hashes: readonly string[]): void;
  /** The ban that applies to one of these addresses. */
  banOf(hashes: readonly string[], now: number): Ban | undefined;

  /** Adds addresses to the mute of `uid`. Guests from them are muted until it ends or is lifted. */
  muteAddresses(uid: string, hashes: readonly string[]): void;
  /** The addresses that are muted with `uid`. */
  mutedAddresses(uid: string): string[];
  /** When the mute of these addresses ends, in milliseconds since 1970; 0 if there is none. */
  addressMutedUntil(hashes: readonly string[], now: number): number;

  /** Remembers an author who left, until a time in milliseconds since 1970, and forgets those whose time has passed. */
  rememberAuthor(author: RecentAuthor, until: number, now: number): void;
  /** What is remembered of an author who left, newest first. */
  recentAuthor(uid: string, now: number): RecentAuthor[];

  /** Revokes the room's tokens of this person that were issued up to a time in milliseconds since 1970. */
  signOut(uid: string, at: number): void;
  /** Time of the last such revocation. Costs no row read if there is none. */
  signedOutAt(uid: string): number | undefined;

  addInvitation(invitation: StoredInvitation): void;
  /** Finds a valid invitation by the hash of its secret. */
  invitation(hash: string, now: number): Invitation | undefined;
  /** Counts one use of an invitation. */
  useInvitation(id: string): void;
  /** @returns whether it existed */
  revokeInvitation(id: string): boolean;
  invitations(range: ListRange, now: number): Invitation[];

  /**
   * Appends an entry, or counts the action in the entry of its last repeat by the same user (P9.31). The oldest everyday
   * entries are dropped, and never for a lasting one.
   */
  audit(entry: Omit<AuditEntry, "entry" | "count" | "last">): AuditRef;
  entries(range: ListRange): AuditEntry[];
  /** The entries of what a person did, and of what was done to them, oldest first. */
  entriesOf(uid: string): AuditEntry[];

  /** The hashes of addresses that are banned with a person. */
  addressesOf(uid: string): string[];
  /** Blanks a person's name in the audit log, and the reasons given for what was done to them (P11.3). */
  forgetName(uid: string): void;

  /**
   * Marks a claim as used.
   *
   * @param until expiry of the claim, in milliseconds since 1970; after it the mark can be dropped
   * @returns whether this is the first use
   */
  spendClaim(nonce: string, until: number, now: number): boolean;
}
