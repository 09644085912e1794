import type { RoomClient } from "../client/room-client.ts";
import { type RoomView, view } from "../client/view.ts";
import type { JsonObject } from "../protocol/json.ts";
import { useRoomState } from "./use-room-state.ts";

const EMPTY = { messages: [], pending: [], self: undefined };

/**
 * Returns a room's messages as the user expects them: with pending edits, deletes and reactions applied, and with those that
 * aren't stored yet in `unsent`.
 *
 * @param room of `useRoom` or `connect`; without one, there are no messages
 */
export function useMessages<Extra extends object = JsonObject>(room: RoomClient<Extra> | undefined): RoomView<Extra> {
  return view<Extra>(useRoomState(room) ?? EMPTY);
}
