import type { ErrorCode, ErrorReason } from "../../protocol/error-codes.ts";
import { errorObject } from "../../protocol/frame.ts";
import { isBotUid } from "../../protocol/identity.ts";
import { isAtLeast, RANKS, type Rank, type Role, type RoomSettings } from "../../protocol/moderation.ts";
import type { ErrorObject } from "../../protocol/server-objects.ts";
import type { Author } from "../model/author.ts";
import type { MemberRecord } from "./member-store.ts";

/** Reason for a refusal, and the milliseconds until the action is allowed, if known. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly retryAfter?: number;
  readonly reason?: ErrorReason;
}

/** A person's role and mute, as far as writing depends on them. */
export interface Subject {
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly mutedUntil?: number | undefined;
}

/** Whether somebody may be in a room (P9.5). */
export function mayRead({ read }: RoomSettings, role: Role, isInvited: boolean): boolean {
  switch (read) {
    case "everyone":
      return true;
    case "members":
      return isAtLeast(role, "member");
    case "invited":
      return isInvited || isAtLeast(role, "moderator");
  }
}

/** Whether an owner let somebody in: with a role, by an invitation, or by making the bot or webhook (P15.30). */
export function isInvited(uid: string, record: MemberRecord | undefined): boolean {
  return isBotUid(uid) || record?.role !== undefined;
}

/**
 * Refuses a write that the room's settings or a mute forbid (P9.6).
 *
 * @param now milliseconds since 1970
 */
export function writeRefusal(
  { write }: RoomSettings,
  { mutedUntil = 0, role }: Subject,
  now: number,
): Refusal | undefined {
  if (mutedUntil > now) return { code: "muted", retryAfter: mutedUntil - now };
  if (write === "members" && !isAtLeast(role, "member")) return { code: "members_write" };
  if (write === "moderators" && !isAtLeast(role, "moderator")) return { code: "room_locked" };
  return undefined;
}

/**
 * Refuses a message that slow mode delays (P9.6).
 *
 * @param last time of the person's last message, in milliseconds since 1970; `undefined` if there is none
 * @param now milliseconds since 1970
 */
export function slowModeRefusal(
  { slowMode }: RoomSettings,
  role: Role,
  last: number | undefined,
  now: number,
): Refusal | undefined {
  if (last === undefined || isAtLeast(role, "moderator")) return undefined;
  const wait = last + slowMode * 1_000 - now;
  return wait > 0 ? { code: "slow_mode", retryAfter: wait } : undefined;
}

/** Whether a rank is above another: people act only on lower ones (P9.1). */
export function outranks(rank: Rank, other: Rank): boolean {
  return RANKS.indexOf(rank) > RANKS.indexOf(other);
}

/** Rank by which somebody acts (P9.12). */
export function rankOf({ isDeployment, role }: Pick<Author, "isDeployment" | "role">): Rank {
  return isDeployment ? "deployment" : role;
}

/**
 * Whether a sanction applies to a person with this role: not if they outrank the moderator who imposed it (P9.12).
 * Versions before P9.12 stored no rank; only moderators could have sanctioned somebody whom they did not know to outrank them.
 */
export function applies({ rank = "moderator" }: { readonly rank?: Rank }, role: Role): boolean {
  return !outranks(role, rank);
}

/** The mute of a record, if it applies to a person with this role. */
export function activeMute(record: MemberRecord | undefined, role: Role): MemberRecord["mute"] {
  return record?.mute !== undefined && applies(record.mute, role) ? record.mute : undefined;
}

/** The higher of two roles. */
export function higherRole(role: Role, other: Role): Role {
  return isAtLeast(role, other) ? role : other;
}

/** Error to send for a refusal. */
export function errorOf({ code, reason, retryAfter }: Refusal, id?: string): ErrorObject {
  return {
    ...errorObject(code, id),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(reason === undefined ? {} : { reason }),
  };
}
