import type {
  AuditEntry,
  Ban,
  BlockedWords,
  Invitation,
  Muted,
  Role,
  RoomSettings,
} from "../../protocol/moderation.ts";

/** Entries of the audit log, and reports, that a room keeps; the oldest go. A year of a room that is looked after. */
export const MAX_STORED_ENTRIES = 1_000;

/** What an owner made of a room. */
export interface RoomRules {
  readonly settings: RoomSettings;
  readonly words: BlockedWords;
  /** The `seq` of pinned messages, the newest pin first. */
  readonly pinned: readonly number[];
}

/** What somebody with a role did, and when: an entry of the audit log. */
export type AuditRef = Pick<AuditEntry, "entry" | "at" | "by">;

/** What a room holds of a person beyond what any guest has. Who has no such thing, has no row. */
export interface MemberRecord {
  readonly uid: string;
  /** What they were called when somebody last did something about them. */
  readonly username: string;
  /** What an owner, a claim or an invitation made them here. */
  readonly role?: Exclude<Role, "guest">;
  readonly mute?: Mute;
  readonly ban?: Ban;
}

export type Mute = Pick<Muted, keyof AuditRef | "mutedUntil" | "shadowed">;

/** An invitation as it is kept: by what its secret hashes to. */
export interface StoredInvitation extends Invitation {
  readonly hash: string;
}

/** A part of a list, newest first. */
export interface ListRange {
  readonly limit: number;
  /** Only items of a smaller number; absent for the newest. */
  readonly before?: number;
}

/**
 * What lasts of moderation: who is what, who is kept out, what was asked of moderators and what they did. A synchronous
 * port, as `History` is, within the same transaction; `test/support/moderation-store-contract.ts` says by tests what every
 * implementation has to do. What has run out by `now` (milliseconds since 1970) is not there.
 */
export interface ModerationStore {
  /** Known without being looked for. */
  rules(): RoomRules;
  setRules(rules: RoomRules): void;

  /** What a person has; to look for somebody who has nothing costs no row. */
  find(uid: string): MemberRecord | undefined;
  /** Keeps it in the place of what was there; one that holds nothing is forgotten. */
  put(record: MemberRecord): void;
  /** How many have the role of an owner here. */
  owners(): number;
  bans(range: ListRange, now: number): Ban[];
  muted(range: ListRange, now: number): Muted[];

  /** Keeps out whoever comes from one of these addresses, until the ban of `uid` ends or is lifted. */
  banAddresses(uid: string, hashes: readonly string[]): void;
  /** The ban that keeps out whoever comes from one of these addresses. */
  banOf(hashes: readonly string[], now: number): Ban | undefined;

  addInvitation(invitation: StoredInvitation): void;
  /** One that holds, by the hash of its secret. */
  invitation(hash: string, now: number): Invitation | undefined;
  /** Somebody came in by it. */
  useInvitation(id: string): void;
  /** @returns whether there was one */
  revokeInvitation(id: string): boolean;
  invitations(range: ListRange, now: number): Invitation[];

  /** Writes the next entry. */
  audit(entry: Omit<AuditEntry, "entry">): AuditRef;
  entries(range: ListRange): AuditEntry[];

  /**
   * Notes that a claim counted.
   *
   * @param until after this nobody would take it any more, in milliseconds since 1970
   * @returns whether it was the first time
   */
  spendClaim(nonce: string, until: number, now: number): boolean;
}
