import { networkOf } from "../../room/limits/ip-network.ts";
import { objectsIn } from "../config/located-objects.ts";
import type { RoomConfig } from "../config/room-config.ts";

/** Whether there is a room of this name, as far as that can be told without its object (P1.6). */
export function isListedRoom(room: string, { access, names }: RoomConfig): boolean {
  return access !== "listed" || names.has(room);
}

/**
 * Names the counter of rooms that an address makes (P1.6). The id is a keyed hash of the platform's, so that a room can
 * keep it without keeping an address.
 *
 * @returns `undefined` if the address makes as many as it likes, as in local development
 */
export function roomAllowance(env: Env, { access }: RoomConfig, address: string | undefined): string | undefined {
  const network = address === undefined ? undefined : networkOf(address);
  if (access !== "open" || network === undefined) return undefined;
  return objectsIn(env.NEW_ROOM_LIMITER, env).idFromName(network).toString();
}
