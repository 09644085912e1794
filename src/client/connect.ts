import type { JsonObject } from "../protocol/json.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { ERROR_FACTS } from "./error-facts.ts";
import { nameReplacer } from "./name-replacer.ts";
import { openRoom } from "./open-room.ts";
import type { RoomClient } from "./room-client.ts";
import { setErrorFacts } from "./room-error.ts";

/**
 * Connects to a room, and stays connected until `close`.
 *
 * @typeParam Extra the application's own fields of messages: `connect<{ color: string }>(…)`
 * @param url the room's WebSocket URL: `wss://host/ws/<room>`, or `/ws` for the lobby; `https:` and `http:` work as well
 * @returns immediately. The first socket opens on the next turn; "status" events show the progress
 * @throws TypeError if `url` is not a room's or the platform has no `WebSocket`, RoomError `bad_username`
 */
export function connect<Extra extends object = JsonObject>(
  url: string | URL,
  options: ConnectOptions = {},
): RoomClient<Extra> {
  setErrorFacts(ERROR_FACTS);
  if (options.WebSocket === undefined && !("WebSocket" in globalThis)) {
    throw new TypeError("There is no WebSocket here. Pass the class of the package ws as the option WebSocket.");
  }
  return openRoom<Extra>(url, options, nameReplacer(options.onNameTaken ?? "suffix"));
}
