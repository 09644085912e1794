import type { Identity } from "../protocol/identity.ts";
import type { Role } from "../protocol/moderation.ts";
import { admit } from "./entry.ts";
import type { Actor } from "./outcome.ts";
import type { Refusal } from "./permissions.ts";
import type { Presence } from "./presence.ts";
import { guestName, memberName } from "./session.ts";
import type { Standings } from "./standing.ts";
import { verifyToken } from "./token.ts";

/** Who asks over HTTP (P8.8), as far as that can be told without the room. */
export type Caller =
  /** Somebody without a token. */
  | { readonly type: "nobody" }
  /** Whoever has the owner's token. */
  | { readonly type: "owner" }
  | { readonly type: "signedIn"; readonly identity: Identity }
  /** Somebody with a token that may be this room's. */
  | { readonly type: "guest"; readonly token: string };

/** What a caller is to the room, or why they may not ask it anything. */
export type Recognition =
  | { readonly ok: true; readonly actor: Actor }
  | { readonly ok: false; readonly refusal: Refusal };

/** What a caller is recognised by. */
export interface Known {
  /** By which the room signs its guests' tokens. */
  readonly key: Uint8Array;
  readonly standings: Standings;
  readonly presence: Presence;
}

/**
 * Finds out what a caller is here. Who may not come in may not ask either (P9.5).
 *
 * @param now milliseconds since 1970
 */
export function recognise(caller: Caller, { key, presence, standings }: Known, now: number): Recognition {
  const recogniseAs = (uid: string, claim: Role, name: string): Recognition => {
    const admission = admit({ uid, claim, hashes: [], invite: undefined }, standings, now);
    if (!admission.ok) return admission;
    const username = presence.nameOf(uid) ?? admission.standing?.username ?? name;
    return { ok: true, actor: { uid, username, role: admission.role } };
  };
  switch (caller.type) {
    case "nobody":
      return recogniseAs("", "guest", "");
    case "owner":
      return { ok: true, actor: { uid: "", username: "", role: "owner" } };
    case "signedIn": {
      const { role, uid, username = memberName(caller.identity) } = caller.identity;
      return recogniseAs(uid, role, username);
    }
    case "guest": {
      const uid = verifyToken(key, caller.token, now);
      if (uid === undefined) return { ok: false, refusal: { code: "bad_token" } };
      return recogniseAs(uid, "guest", guestName(uid));
    }
  }
}
