import * as v from "valibot";
import type { RoomStorage } from "../../client/index.ts";

/** The frames of this server's rooms that the browser counts to the same site. */
const CHANNEL = "parley-entrance";

/** A user has entered a room by a name. `items` are those of a storage that make the user the same person elsewhere. */
const Entrance = v.object({ room: v.string(), items: v.record(v.string(), v.string()) });

/** Makes the user of one frame the user of the others that show the same room, and whose user only reads. */
export interface SharedEntrance {
  /** The user has entered here. */
  entered(): void;
  /**
   * Calls back when the user has entered in another frame. The storage has their identity then.
   *
   * @returns a function that unsubscribes
   */
  onEntered(listener: () => void): () => void;
}

/**
 * @param storage of the user's identity, which other frames may not see
 * @param isIdentity whether an item of it tells who the user is
 */
export function shareEntrance(
  room: string,
  storage: RoomStorage,
  isIdentity: (key: string) => boolean,
  channel: Pick<BroadcastChannel, "postMessage" | "addEventListener"> = new BroadcastChannel(CHANNEL),
): SharedEntrance {
  const listeners = new Set<() => void>();
  channel.addEventListener("message", ({ data }: MessageEvent) => {
    const entrance = v.safeParse(Entrance, data);
    if (!entrance.success || entrance.output.room !== room) return;
    for (const [key, value] of Object.entries(entrance.output.items)) {
      // A user who is somebody already stays that person.
      if (isIdentity(key) && storage.get(key) === undefined) storage.set(key, value);
    }
    for (const listener of listeners) listener();
  });
  return {
    entered() {
      const items = [...storage.keys()].filter(isIdentity).map((key) => [key, storage.get(key)]);
      channel.postMessage({ room, items: Object.fromEntries(items) });
    },
    onEntered(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
