import type {
  AuditEntry,
  Ban,
  BlockedWords,
  Invitation,
  Muted,
  Role,
  RoomSettings,
} from "../../protocol/moderation.ts";

/**
 * Maximum number of audit entries, and of reports, per room: about a year of active moderation. The oldest are dropped.
 */
export const MAX_STORED_ENTRIES = 1_000;

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
  readonly mute?: Mute;
  readonly ban?: Ban;
}

export type Mute = Pick<Muted, keyof AuditRef | "mutedUntil" | "shadowed">;

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

  addInvitation(invitation: StoredInvitation): void;
  /** Finds a valid invitation by the hash of its secret. */
  invitation(hash: string, now: number): Invitation | undefined;
  /** Counts one use of an invitation. */
  useInvitation(id: string): void;
  /** @returns whether it existed */
  revokeInvitation(id: string): boolean;
  invitations(range: ListRange, now: number): Invitation[];

  /** Appends an entry. */
  audit(entry: Omit<AuditEntry, "entry">): AuditRef;
  entries(range: ListRange): AuditEntry[];

  /**
   * Marks a claim as used.
   *
   * @param until expiry of the claim, in milliseconds since 1970; after it the mark can be dropped
   * @returns whether this is the first use
   */
  spendClaim(nonce: string, until: number, now: number): boolean;
}
