import * as v from "valibot";
import { normalizeRoomName } from "../../../protocol/normalize-name.ts";
import { createPersistedStore } from "../../model/persisted-store.ts";

/** Recent rooms that are kept: as many as fit a list without a search. */
const MAX_RECENT_ROOMS = 20;

/** Room names, most recent first. Invalid names are dropped. */
export const RecentRooms = v.pipe(
  v.array(v.unknown()),
  v.transform((kept) => {
    const names = kept.flatMap((name) => (typeof name === "string" ? (normalizeRoomName(name) ?? []) : []));
    return [...new Set(names)].slice(0, MAX_RECENT_ROOMS);
  }),
);

/** The rooms visited in this browser. */
export const recentRooms = createPersistedStore<readonly string[]>("parley.rooms", RecentRooms, []);

export function rememberRoom(room: string): void {
  recentRooms.set([room, ...without(recentRooms.value, room)].slice(0, MAX_RECENT_ROOMS));
}

export function forgetRoom(room: string): void {
  recentRooms.set(without(recentRooms.value, room));
}

const without = (rooms: readonly string[], room: string) => rooms.filter((other) => other !== room);
