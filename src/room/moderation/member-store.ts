import type { Ban, Muted } from "../../protocol/lists.ts";
import type { Role } from "../../protocol/moderation.ts";
import type { ListRange } from "./list-range.ts";

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

/** Records of people. */
export interface MemberStore {
  /** Finds a person's record. Costs no row read if there is none. */
  find(uid: string): MemberRecord | undefined;
  /**
   * Replaces a person's record. An empty record is deleted. Addresses that were banned or muted with this person are
   * released, unless the new ban or mute includes them.
   */
  put(record: MemberRecord): void;
  /** Number of owners. */
  owners(): number;
  bans(range: ListRange, now: number): Ban[];
  muted(range: ListRange, now: number): Muted[];
}
