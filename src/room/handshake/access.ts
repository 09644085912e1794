import type { Ban, Invitation } from "../../protocol/lists.ts";
import { isAtLeast, type Role } from "../../protocol/moderation.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { MemberRecord } from "../moderation/member-store.ts";
import type { ModerationStore } from "../moderation/moderation-store.ts";
import { applies, higherRole, isInvited, mayRead, type Refusal } from "../moderation/permissions.ts";
import { hashOfSecret } from "../tokens/secrets.ts";

/** A person who asks to enter the room. */
export interface AccessRequest {
  readonly uid: string;
  /** Role granted by the token, before the room's own records apply. */
  readonly claim: Role;
  /** Hashes of the peer's address, if known (P5.6). */
  readonly hashes: readonly string[];
  /** Secret of an invitation. */
  readonly invite: string | undefined;
}

export interface Access {
  readonly role: Role;
  readonly record: MemberRecord | undefined;
  /** The invitation that makes this person a member. Entering consumes one use of it. */
  readonly invitation: Invitation | undefined;
}

export type AccessDecision = Result<Access, Refusal>;

/**
 * Decides whether a person may enter (P9.5). Reads member records and writes nothing.
 *
 * @param now milliseconds since 1970
 */
export function decideAccess(
  { claim, hashes, invite, uid }: AccessRequest,
  moderationStore: ModerationStore,
  now: number,
): AccessDecision {
  const record = moderationStore.members.find(uid);
  const role = higherRole(record?.role ?? "guest", claim);
  const ban = activeBan(record?.ban, role, now) ?? addressBan(moderationStore, role, hashes, now);
  if (ban !== undefined) {
    const { until } = ban;
    return err({ code: "banned", ...(until === undefined ? {} : { retryAfter: until - now }) });
  }
  // A person who already has a role does not use up an invitation.
  const found =
    invite === undefined || record?.role !== undefined
      ? undefined
      : moderationStore.invitations.find(hashOfSecret(invite), now);
  // P9.15: an invitation does not give back what was taken after it was made.
  const invitation = found !== undefined && found.entry > (record?.demoted ?? 0) ? found : undefined;
  const { settings } = moderationStore.rules.get();
  if (invitation !== undefined || mayRead(settings, role, isInvited(uid, record)))
    return ok({ role, record, invitation });
  if (invite !== undefined) return err({ code: "bad_invitation" });
  return err({ code: settings.read === "invited" ? "invitation_needed" : "members_only" });
}

function activeBan(ban: Ban | undefined, role: Role, now: number): Ban | undefined {
  return ban !== undefined && applies(ban, role) && (ban.until ?? Number.POSITIVE_INFINITY) > now ? ban : undefined;
}

/** Finds a ban of the address. Does not apply to moderators, who may share an address with a person they banned. */
function addressBan(
  moderationStore: ModerationStore,
  role: Role,
  hashes: readonly string[],
  now: number,
): Ban | undefined {
  return hashes.length === 0 || isAtLeast(role, "moderator") ? undefined : moderationStore.addresses.banOf(hashes, now);
}
