/** Roles in a room, from the least to the most powerful (P9.1). */
export const ROLES = ["guest", "member", "moderator", "owner"] as const;

/** A user's role in a room (P9.1). */
export type Role = (typeof ROLES)[number];

/**
 * Compares two roles.
 *
 * @returns whether `role` includes every permission of `least`
 */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}
