import { normalizeUsername } from "../protocol/normalize-name.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { badUsername, Engine } from "./engine.ts";
import { RoomClient } from "./room-client.ts";
import { parseServerUrl } from "./server-url.ts";

/**
 * Connects to a room, and stays connected until `close`.
 *
 * @param url the room's WebSocket URL: `wss://host/ws/<room>`, or `/ws` for the lobby; `https:` and `http:` work as well
 * @returns immediately; "status" events show the progress
 * @throws TypeError if `url` is not a room's, RoomError `bad_username`
 */
export function connect(url: string | URL, options: ConnectOptions = {}): RoomClient {
  const address = parseServerUrl(url);
  if (options.username !== undefined && normalizeUsername(options.username) === undefined) {
    throw badUsername();
  }
  return new RoomClient(new Engine(address, options), address, options.fetch ?? ((input, init) => fetch(input, init)));
}
