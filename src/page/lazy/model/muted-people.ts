import type { Muted } from "../../../client/index.ts";
import { createStore, useStore } from "../../model/store.ts";
import { isModerator } from "../../model/view.ts";
import type { ModeratedRoom } from "./moderated-room.ts";

const muted = createStore<ReadonlyMap<string, Muted>>(new Map());

/** The muted people by `uid`, as of the last menu that a moderator opened. */
export function useMutedPeople(): ReadonlyMap<string, Muted> {
  return useStore(muted, ({ value }) => value);
}

/** Asks the room who is muted, so that a menu shows only the actions that apply. */
export async function loadMutedPeople(chat: ModeratedRoom): Promise<void> {
  if (!isModerator(chat.view)) return;
  try {
    const items = await chat.room.list("muted");
    muted.set(new Map(items.map((item) => [item.uid, item])));
  } catch {
    // The menu then offers to mute, as for anyone.
  }
}
