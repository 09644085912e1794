import type { JsonObject } from "../protocol/json.ts";
import { normalizeUsername } from "../protocol/normalize-name.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { badUsername, Engine, type NameReplacer } from "./engine.ts";
import { RoomClient } from "./room-client.ts";
import { parseServerUrl } from "./server-url.ts";

/**
 * `connect` without its defaults for programs: the chat page has its own words for errors, and asks people for another name.
 *
 * @param replaceName chooses another name if the room rejects one; by default, the client waits for `retryAs`
 */
export function openRoom<Extra extends object = JsonObject>(
  url: string | URL,
  options: ConnectOptions,
  replaceName?: NameReplacer,
): RoomClient<Extra> {
  const address = parseServerUrl(url);
  if (options.username !== undefined && normalizeUsername(options.username) === undefined) throw badUsername();
  return new RoomClient(new Engine(address, options, replaceName));
}
