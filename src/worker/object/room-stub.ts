import type { RoomRpc } from "./rpc.ts";

/** The object of a room, as it is called over RPC. */
export function roomOf({ CHAT_ROOM }: Pick<Env, "CHAT_ROOM">, name: string): RoomRpc {
  // Cloudflare's stub type recurses without end on recursive JSON types.
  return CHAT_ROOM.getByName(name) as unknown as RoomRpc;
}
