import { useSyncExternalStore } from "react";
import type { RoomClient } from "../client/room-client.ts";
import type { RoomState } from "../client/room-state.ts";
import type { JsonObject } from "../protocol/json.ts";

const subscribeToNothing = () => () => {};
const nothing = () => undefined;

/**
 * Returns a room's state, and renders again after each change.
 *
 * @param room of `useRoom` or `connect`
 * @returns `undefined` without a room, and while a server renders
 */
export function useRoomState<Extra extends object = JsonObject>(
  room: RoomClient<Extra> | undefined,
): RoomState<Extra> | undefined {
  return useSyncExternalStore<RoomState<Extra> | undefined>(
    room?.subscribe ?? subscribeToNothing,
    room?.getState ?? nothing,
    nothing,
  );
}
