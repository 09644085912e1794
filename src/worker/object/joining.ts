import type { TurnContext } from "../../room/model/context.ts";
import type { Effect } from "../../room/model/effects.ts";
import { isPresent } from "../../room/model/session.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import type { HydratedRoom } from "./hydrate.ts";
import { makerTag } from "./room-making.ts";
import type { UpgradeRequest } from "./upgrade.ts";

/** A socket that joined, or the reason why the room does not admit it. */
export interface Joining {
  readonly effects: readonly Effect[];
  readonly refusal?: Refusal;
}

/**
 * Joins a socket that the Worker has checked.
 *
 * @param shownAddress the address that system messages show; absent if they show names (P2.1)
 * @param accept accepts the socket, with tags that it keeps
 */
export function joinRoom(
  { addresses, fanout, room, unmade }: HydratedRoom,
  turn: TurnContext,
  { address, allowance, dialect, history, host, identity, network, requester }: UpgradeRequest,
  shownAddress: { readonly address?: string },
  accept: (tags: string[]) => WebSocket,
): Joining {
  const hash = addresses.of(address, turn.now);
  // A room without tables has nothing that only some may read.
  const reader = requester && unmade === undefined ? room.resolve(requester, turn.now, { hash }) : undefined;
  if (reader?.ok === false) return { effects: [], refusal: reader.error };
  const request = {
    dialect,
    ...(reader && { readsAs: { uid: reader.value.uid, role: reader.value.role } }),
    ...shownAddress,
    ...(hash && { hash }),
    ...(identity && { identity }),
    ...(host && { host }),
    ...(network && { network }),
  };
  const admitted = room.admit(request, turn);
  if (!admitted.ok) return { effects: [], refusal: admitted.error };
  const session = admitted.value;
  const effects = isPresent(session) ? room.joinPlain(session, history) : room.joinNew(session);
  // Only the socket can keep what making the tables will need.
  const tags = unmade === undefined ? [] : [...unmade.tags, ...makerTag(allowance)];
  fanout.add(session, accept(tags), 0);
  return { effects };
}
