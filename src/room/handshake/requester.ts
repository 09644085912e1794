import type { Identity } from "../../protocol/identity.ts";
import type { Role } from "../../protocol/moderation.ts";
import type { ModerationStore } from "../moderation/moderation-store.ts";
import type { Refusal } from "../moderation/permissions.ts";
import type { Presence } from "../people/presence.ts";
import { guestName, memberName } from "../people/session.ts";
import type { Author } from "../result.ts";
import { decideAccess } from "./access.ts";
import { verifyToken } from "./room-token.ts";

/** Who asks over HTTP (P8.8), as far as that can be told without the room. */
export type Requester =
  /** Somebody without a token. */
  | { readonly type: "anonymous" }
  /** Whoever has the owner's token. */
  | { readonly type: "owner" }
  | { readonly type: "signedIn"; readonly identity: Identity }
  /** Somebody with a token that may be this room's. */
  | { readonly type: "guest"; readonly token: string };

/** What a caller is to the room, or why they may not ask it anything. */
export type RequesterResolution =
  | { readonly ok: true; readonly actor: Author }
  | { readonly ok: false; readonly refusal: Refusal };

/** What a caller is recognised by. */
export interface RequesterContext {
  /** By which the room signs its guests' tokens. */
  readonly key: Uint8Array;
  readonly moderationStore: ModerationStore;
  readonly presence: Presence;
}

/**
 * Finds out what a caller is here. Who may not come in may not ask either (P9.5).
 *
 * @param now milliseconds since 1970
 */
export function resolveRequester(
  requester: Requester,
  { key, presence, moderationStore }: RequesterContext,
  now: number,
): RequesterResolution {
  const resolveAs = (uid: string, claim: Role, name: string): RequesterResolution => {
    const access = decideAccess({ uid, claim, hashes: [], invite: undefined }, moderationStore, now);
    if (!access.ok) return access;
    const username = presence.nameOf(uid) ?? access.record?.username ?? name;
    return { ok: true, actor: { uid, username, role: access.role } };
  };
  switch (requester.type) {
    case "anonymous":
      return resolveAs("", "guest", "");
    case "owner":
      return { ok: true, actor: { uid: "", username: "", role: "owner" } };
    case "signedIn": {
      const { role, uid, username = memberName(requester.identity) } = requester.identity;
      return resolveAs(uid, role, username);
    }
    case "guest": {
      const uid = verifyToken(key, requester.token, now);
      if (uid === undefined) return { ok: false, refusal: { code: "bad_token" } };
      return resolveAs(uid, "guest", guestName(uid));
    }
  }
}
