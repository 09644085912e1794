import type { ErrorCode } from "../../protocol/error-codes.ts";
import { errorObject } from "../../protocol/frame.ts";
import { isAtLeast, type Role, type RoomSettings } from "../../protocol/moderation.ts";
import type { ErrorObject } from "../../protocol/server-objects.ts";

/** Reason for a refusal, and the milliseconds until the action is allowed, if known. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly retryAfter?: number;
}

/** A person's role and mute, as far as writing depends on them. */
export interface Subject {
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly mutedUntil?: number | undefined;
}

/**
 * Whether a person may be in a room (P9.5).
 *
 * @param assigned role assigned in this room by an owner or an invitation
 */
export function mayRead({ read }: RoomSettings, role: Role, assigned: Role | undefined): boolean {
  switch (read) {
    case "everyone":
      return true;
    case "members":
      return isAtLeast(role, "member");
    case "invited":
      return assigned !== undefined || isAtLeast(role, "moderator");
  }
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

/** Whether a role may act on another. Only on lower ones (P9.1). */
export function outranks(role: Role, other: Role): boolean {
  return !isAtLeast(other, role);
}

/** The higher of two roles. */
export function higherRole(role: Role, other: Role): Role {
  return isAtLeast(role, other) ? role : other;
}

/** Error to send for a refusal. */
export function errorOf({ code, retryAfter }: Refusal, id?: string): ErrorObject {
  const error = errorObject(code, id);
  return retryAfter === undefined ? error : { ...error, retryAfter };
}
