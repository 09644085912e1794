import * as v from "valibot";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { createPersistedStore } from "../model/persisted-store.ts";

/** Rooms that are remembered: as many as one looks through without searching. */
const MAX_RECENT_ROOMS = 20;

/** Names of rooms, the one visited last first. What is no name of a room is left out. */
export const RecentRooms = v.pipe(
  v.array(v.unknown()),
  v.transform((kept) => {
    const names = kept.flatMap((name) => (typeof name === "string" ? (normalizeRoomName(name) ?? []) : []));
    return [...new Set(names)].slice(0, MAX_RECENT_ROOMS);
  }),
);

/** The rooms that were visited in this browser. */
export const recentRooms = createPersistedStore<readonly string[]>("parley.rooms", RecentRooms, []);

/** Remembers a visit. */
export function rememberRoom(room: string): void {
  recentRooms.set([room, ...without(recentRooms.value, room)].slice(0, MAX_RECENT_ROOMS));
}

/** Forgets a room, until it is visited again. */
export function forgetRoom(room: string): void {
  recentRooms.set(without(recentRooms.value, room));
}

const without = (rooms: readonly string[], room: string) => rooms.filter((other) => other !== room);
