import type { Identity } from "../../protocol/identity.ts";
import { authenticated, type LiveSession } from "../model/session.ts";
import type { ChosenName } from "./name-choice.ts";

/** The session of a person who may enter, before the room's record of them is applied. */
export function sessionOfEntrant(
  socket: Pick<LiveSession, "id" | "address" | "from" | "fromBefore" | "network">,
  { identity, uid }: { readonly identity: Identity | undefined; readonly uid: string },
  { isShadowed, publicName, username }: ChosenName & { readonly username: string },
): LiveSession {
  return {
    ...socket,
    dialect: "v1",
    state: "live",
    uid,
    username,
    role: "guest",
    ...(isShadowed && publicName !== undefined ? { shadowed: true, publicName } : {}),
    ...authenticated(identity),
  };
}
