import { type RoomClient, RoomError } from "../../client/index.ts";
import type { Stored } from "../../client/pending.ts";
import { options } from "./frame-options.ts";

/**
 * Posts a message as the user, for the page around the frame. Nothing waits for a name that the user may give later: whoever
 * gives it then would post a text that they have never seen.
 *
 * @param room absent while the user is asked for a name
 * @returns rejects with a `RoomError`
 */
export async function sendFor(room: RoomClient | undefined, text: string): Promise<Stored> {
  if (options.value.readOnly) throw new RoomError("not_allowed", "The element is readonly.");
  if (room === undefined || room.state.isReader || room.state.status.state === "refused") {
    throw new RoomError("read_only", "The visitor has not given a name yet.");
  }
  return room.send(text);
}
