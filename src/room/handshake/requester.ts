import type { Identity } from "../../protocol/identity.ts";
import type { Role } from "../../protocol/moderation.ts";
import type { Capabilities } from "../capability/capabilities.ts";
import type { Author } from "../model/author.ts";
import { err, ok, type Result } from "../model/result.ts";
import { guestName, hashesOf, type IpHash, memberName } from "../model/session.ts";
import type { ModerationStore } from "../moderation/moderation-store.ts";
import { activeMute, higherRole, type Refusal } from "../moderation/permissions.ts";
import type { Presence } from "../people/presence.ts";
import { guestOf } from "../tokens/guest-tokens.ts";
import { decideAccess } from "./access.ts";

/** Sender of an HTTP request (P8.8), as far as it is known before the room is consulted. */
export type Requester =
  /** No token. */
  | { readonly type: "anonymous" }
  /** The owner's token, or an operator whose name is known (P18.3). */
  | { readonly type: "owner"; readonly name?: string }
  | { readonly type: "signedIn"; readonly identity: Identity }
  /** A token that may be that of a bot of this room (P15.4). */
  | { readonly type: "bot"; readonly token: string }
  /** A token that may have been issued by this room. */
  | { readonly type: "guest"; readonly token: string };

/** Identity and role of the requester in this room, or the reason for refusing the request. */
export type RequesterResolution = Result<Author, Refusal>;

export interface ResolveOptions {
  /** Recognizes people who may not come in too. */
  readonly evenIfBanned?: boolean;
  /** The address that the request comes from, if its bans count as well. */
  readonly hash?: IpHash | undefined;
}

/** Room state needed to resolve a requester. */
export interface RequesterContext {
  /** Key that signs the room's guest tokens. */
  readonly key: Uint8Array;
  readonly moderationStore: ModerationStore;
  readonly presence: Presence;
  readonly capabilities: Pick<Capabilities, "botOf" | "readRefusal">;
}

/**
 * Resolves a requester to a user of this room. Requires the same access as entering it (P9.5).
 *
 * @param now milliseconds since 1970
 */
export function resolveRequester(
  requester: Requester,
  { capabilities, key, presence, moderationStore }: RequesterContext,
  now: number,
  { evenIfBanned = false, hash }: ResolveOptions = {},
): RequesterResolution {
  const resolveAs = (uid: string, claim: Role, name: string, site: Partial<Author> = {}): RequesterResolution => {
    const access = decideAccess({ uid, claim, hashes: hashesOf(hash), invite: undefined }, moderationStore, now);
    if (!access.ok && !evenIfBanned) return access;
    const { record, role } = access.ok
      ? access.value
      : {
          record: moderationStore.members.find(uid),
          role: higherRole(moderationStore.members.find(uid)?.role ?? "guest", claim),
        };
    const username = presence.nameOf(uid) ?? record?.username ?? name;
    const { mutedUntil, shadowed } = activeMute(record, role) ?? {};
    return ok({ uid, username, role, origin: "http", mutedUntil, shadowed, ...site });
  };
  switch (requester.type) {
    case "anonymous":
      return resolveAs("", "guest", "");
    case "owner":
      return ok({ uid: "", username: requester.name ?? "", role: "owner", isDeployment: true, origin: "http" });
    case "signedIn": {
      const { role, uid, username = memberName(requester.identity) } = requester.identity;
      return resolveAs(uid, role, username, {
        signedIn: true,
        isNameGiven: requester.identity.username !== undefined,
      });
    }
    case "bot": {
      const bot = capabilities.botOf(requester.token, now);
      if (bot === undefined) return err({ code: "bad_token" });
      const { avatar, role, uid, username = "" } = bot;
      const refusal = evenIfBanned ? undefined : capabilities.readRefusal(uid);
      return refusal === undefined ? resolveAs(uid, role, username, { isNameGiven: true, avatar }) : err(refusal);
    }
    case "guest": {
      const uid = guestOf(requester.token, { key, tokens: moderationStore.tokens }, now);
      if (uid === undefined) return err({ code: "bad_token" });
      return resolveAs(uid, "guest", guestName(uid));
    }
    default:
      // The Worker of a newer release sent it (P1.11).
      requester satisfies never;
      return err({ code: "internal" });
  }
}
