import type { Identity } from "../../protocol/identity.ts";
import type { Role } from "../../protocol/moderation.ts";
import type { Author } from "../author.ts";
import type { ModerationStore } from "../moderation/moderation-store.ts";
import type { Refusal } from "../moderation/permissions.ts";
import type { Presence } from "../people/presence.ts";
import { guestName, memberName } from "../people/session.ts";
import { err, ok, type Result } from "../result.ts";
import { decideAccess } from "./access.ts";
import { verifyToken } from "./room-token.ts";

/** Who asks over HTTP (P8.8), as far as that can be told without the room. */
export type Requester =
  /** Somebody without a token. */
  | { readonly type: "nobody" }
  /** Whoever has the owner's token. */
  | { readonly type: "owner" }
  | { readonly type: "signedIn"; readonly identity: Identity }
  /** Somebody with a token that may be this room's. */
  | { readonly type: "guest"; readonly token: string };

/** What a caller is to the room, or why they may not ask it anything. */
export type RequesterResolution = Result<Author, Refusal>;

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
  caller: Requester,
  { key, presence, moderationStore }: RequesterContext,
  now: number,
): RequesterResolution {
  const recogniseAs = (uid: string, claim: Role, name: string, site: Partial<Author> = {}): RequesterResolution => {
    const access = decideAccess({ uid, claim, hashes: [], invite: undefined }, moderationStore, now);
    if (!access.ok) return access;
    const { record, role } = access.value;
    const username = presence.nameOf(uid) ?? record?.username ?? name;
    const { mutedUntil, shadowed } = record?.mute ?? {};
    return ok({ uid, username, role, origin: "http", mutedUntil, shadowed, ...site });
  };
  switch (caller.type) {
    case "nobody":
      return recogniseAs("", "guest", "");
    case "owner":
      return ok({ uid: "", username: "", role: "owner", origin: "http" });
    case "signedIn": {
      const { role, uid, username = memberName(caller.identity) } = caller.identity;
      return recogniseAs(uid, role, username, {
        signedIn: true,
        isNameGiven: caller.identity.username !== undefined,
      });
    }
    case "guest": {
      const uid = verifyToken(key, caller.token, now);
      if (uid === undefined) return err({ code: "bad_token" });
      return recogniseAs(uid, "guest", guestName(uid));
    }
  }
}
