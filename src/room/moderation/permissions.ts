import type { ErrorCode } from "../../protocol/error-codes.ts";
import { errorObject } from "../../protocol/frame.ts";
import { isAtLeast, type Role, type RoomSettings } from "../../protocol/moderation.ts";
import type { ErrorObject } from "../../protocol/server-objects.ts";

/** Why somebody may not, and in how many milliseconds they may, where that is so. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly retryAfter?: number;
}

/** What is asked of somebody who wants to do something. */
export interface Subject {
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly mutedUntil?: number | undefined;
}

/**
 * Whether somebody may be in a room (P9.5).
 *
 * @param given the role that an owner or an invitation gave them here
 */
export function mayRead({ read }: RoomSettings, role: Role, given: Role | undefined): boolean {
  switch (read) {
    case "everyone":
      return true;
    case "members":
      return isAtLeast(role, "member");
    case "invited":
      return given !== undefined || isAtLeast(role, "moderator");
  }
}

/**
 * Why somebody may not write at all (P9.6).
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
 * Why somebody has to wait for their next message (P9.6).
 *
 * @param last when they sent their last one, if they did, in milliseconds since 1970
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

/** Whether somebody may act upon another: only downwards (P9.1). */
export function outranks(role: Role, other: Role): boolean {
  return !isAtLeast(other, role);
}

/** The higher one of two roles. */
export function higherRole(role: Role, other: Role): Role {
  return isAtLeast(role, other) ? role : other;
}

/** What somebody is told who may not. */
export function errorOf({ code, retryAfter }: Refusal, id?: string): ErrorObject {
  const error = errorObject(code, id);
  return retryAfter === undefined ? error : { ...error, retryAfter };
}
