import type { RoomClient } from "../../client/index.ts";
import type { ViewStore } from "./view-store.ts";

/**
 * Runs what only a person can do. A reader (P3.35) is asked for a name first; the last such action waits for it.
 *
 * @param room its client, because the view shows nothing new before messages can be read
 */
export function asPerson(store: ViewStore, room: RoomClient, run: () => void): void {
  if (room.state.isReader) store.set({ asking: run });
  else run();
}
