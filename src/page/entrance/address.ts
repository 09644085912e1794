import { DEFAULT_ROOM, normalizeRoomName } from "../../protocol/normalize-name.ts";

/**
 * The room that an address of the page means: `/` the default room, `/r/<room>` another.
 *
 * @param pathname as in `location.pathname`, percent-encoded
 * @returns the room's name, or `undefined` where the address names none
 */
export function roomOfPath(pathname: string): string | undefined {
  if (pathname === "/") return DEFAULT_ROOM;
  const raw = /^\/r\/([^/]+)\/?$/.exec(pathname)?.[1];
  // No character of a room's name is ever percent-encoded, so a raw name that has one is none.
  return raw === undefined ? undefined : normalizeRoomName(raw);
}
