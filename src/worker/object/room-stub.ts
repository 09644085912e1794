import { objectOf } from "../config/located-objects.ts";
import type { RoomRpc } from "./rpc.ts";

/** The object of a room, as it is called over RPC. */
export function roomOf(env: Env, name: string): RoomRpc {
  // Cloudflare's stub type recurses without end on recursive JSON types.
  return objectOf(env.CHAT_ROOM, name, env) as unknown as RoomRpc;
}
