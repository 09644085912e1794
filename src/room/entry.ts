import { type Ban, type Invitation, isAtLeast, type Role } from "../protocol/moderation.ts";
import { higher, mayRead, type Refusal } from "./permissions.ts";
import { hashOfSecret } from "./secrets.ts";
import type { Standing, Standings } from "./standing.ts";

/** Somebody who wants to come in. */
export interface Entrant {
  readonly uid: string;
  /** What they are by what vouches for them, before this room has a say. */
  readonly claim: Role;
  /** What their address hashes to, where that is known (P5.6). */
  readonly hashes: readonly string[];
  /** The secret of an invitation that they bring. */
  readonly invite: string | undefined;
}

export type Admission =
  | {
      readonly ok: true;
      readonly role: Role;
      readonly standing: Standing | undefined;
      /** The one that lets them in as a member from now on, and counts for that. */
      readonly invitation: Invitation | undefined;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Decides whether somebody may come in (P9.5). Reads the standings, writes nothing.
 *
 * @param now milliseconds since 1970
 */
export function admit({ claim, hashes, invite, uid }: Entrant, standings: Standings, now: number): Admission {
  const standing = standings.find(uid);
  const role = higher(standing?.role ?? "guest", claim);
  const ban = lasting(standing?.ban, now) ?? addressBan(standings, role, hashes, now);
  if (ban !== undefined) {
    const { until } = ban;
    return { ok: false, refusal: { code: "banned", ...(until === undefined ? {} : { retryAfter: until - now }) } };
  }
  // Who has a role here already needs none, and leaves it to others.
  const invitation =
    invite === undefined || standing?.role !== undefined ? undefined : standings.invitation(hashOfSecret(invite), now);
  const { settings } = standings.rules();
  if (invitation !== undefined || mayRead(settings, role, standing?.role))
    return { ok: true, role, standing, invitation };
  if (invite !== undefined) return { ok: false, refusal: { code: "bad_invitation" } };
  return { ok: false, refusal: { code: settings.read === "invited" ? "invitation_needed" : "members_only" } };
}

function lasting(ban: Ban | undefined, now: number): Ban | undefined {
  return ban !== undefined && (ban.until ?? Number.POSITIVE_INFINITY) > now ? ban : undefined;
}

/** Moderators may share an address with whomever they put out. */
function addressBan(standings: Standings, role: Role, hashes: readonly string[], now: number): Ban | undefined {
  return hashes.length === 0 || isAtLeast(role, "moderator") ? undefined : standings.banOf(hashes, now);
}
