import * as v from "valibot";
import { createPersistedStore } from "./persisted-store.ts";

/** A person whose messages the user doesn't want to see in a room. */
export type BlockedPerson = v.InferOutput<typeof BlockedPerson>;
const BlockedPerson = v.object({ room: v.string(), uid: v.string(), username: v.string() });

/** The people whom the user has blocked in this browser, in all rooms. For signed-in users, the room has them as well. */
export const blockedPeople = createPersistedStore<readonly BlockedPerson[]>(
  "parley.blocked",
  v.array(BlockedPerson),
  [],
);

/** The `uid`s of the people blocked in a room. */
export function blockedIn(people: readonly BlockedPerson[], room: string): ReadonlySet<string> {
  return new Set(people.flatMap((person) => (person.room === room ? person.uid : [])));
}
