import { type Ban, type Invitation, isAtLeast, type Role } from "../../protocol/moderation.ts";
import type { MemberRecord, ModerationStore } from "../moderation/moderation-store.ts";
import { higherRole, mayRead, type Refusal } from "../moderation/permissions.ts";
import { hashOfSecret } from "../moderation/secrets.ts";

/** Somebody who wants to come in. */
export interface AccessRequest {
  readonly uid: string;
  /** What they are by what vouches for them, before this room has a say. */
  readonly claim: Role;
  /** What their address hashes to, where that is known (P5.6). */
  readonly hashes: readonly string[];
  /** The secret of an invitation that they bring. */
  readonly invite: string | undefined;
}

export type AccessDecision =
  | {
      readonly ok: true;
      readonly role: Role;
      readonly record: MemberRecord | undefined;
      /** The one that lets them in as a member from now on, and counts for that. */
      readonly invitation: Invitation | undefined;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Decides whether somebody may come in (P9.5). Reads the standings, writes nothing.
 *
 * @param now milliseconds since 1970
 */
export function decideAccess(
  { claim, hashes, invite, uid }: AccessRequest,
  moderationStore: ModerationStore,
  now: number,
): AccessDecision {
  const record = moderationStore.find(uid);
  const role = higherRole(record?.role ?? "guest", claim);
  const ban = activeBan(record?.ban, now) ?? addressBan(moderationStore, role, hashes, now);
  if (ban !== undefined) {
    const { until } = ban;
    return { ok: false, refusal: { code: "banned", ...(until === undefined ? {} : { retryAfter: until - now }) } };
  }
  // Who has a role here already needs none, and leaves it to others.
  const invitation =
    invite === undefined || record?.role !== undefined
      ? undefined
      : moderationStore.invitation(hashOfSecret(invite), now);
  const { settings } = moderationStore.rules();
  if (invitation !== undefined || mayRead(settings, role, record?.role)) return { ok: true, role, record, invitation };
  if (invite !== undefined) return { ok: false, refusal: { code: "bad_invitation" } };
  return { ok: false, refusal: { code: settings.read === "invited" ? "invitation_needed" : "members_only" } };
}

function activeBan(ban: Ban | undefined, now: number): Ban | undefined {
  return ban !== undefined && (ban.until ?? Number.POSITIVE_INFINITY) > now ? ban : undefined;
}

/** Moderators may share an address with whomever they put out. */
function addressBan(
  moderationStore: ModerationStore,
  role: Role,
  hashes: readonly string[],
  now: number,
): Ban | undefined {
  return hashes.length === 0 || isAtLeast(role, "moderator") ? undefined : moderationStore.banOf(hashes, now);
}
