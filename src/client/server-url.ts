import { DEFAULT_ROOM, normalizeRoomName } from "../protocol/normalize-name.ts";

/** Where a room is. */
export interface ServerUrls {
  /** The room's name (P1.1). */
  readonly room: string;
  /** `ws:` or `wss:` */
  readonly socket: string;
  /** `http:` or `https:`, of the room's messages by page (P7.2). */
  readonly messages: string;
}

/**
 * Reads the address of a room's socket: `wss://host/ws/<room>`, or `/ws` for the lobby; `https:` stands for `wss:` and
 * `http:` for `ws:`. There may be a path in front of `/ws`.
 *
 * @throws TypeError where it is none
 */
export function parseServerUrl(url: string | URL): ServerUrls {
  const { host, pathname, protocol } = new URL(url);
  const parts = /^(.*)\/ws(?:\/([^/]+))?$/.exec(pathname);
  const room = parts === null ? undefined : normalizeRoomName(parts[2] ?? DEFAULT_ROOM);
  if (parts === null || room === undefined || !/^(?:ws|http)s?:$/.test(protocol)) {
    throw new TypeError(`Not the address of a room's socket, such as wss://example.com/ws/lobby: ${url}`);
  }
  const secure = protocol === "wss:" || protocol === "https:" ? "s" : "";
  const base = `${host}${parts[1] ?? ""}`;
  return {
    room,
    socket: `ws${secure}://${base}/ws/${room}`,
    messages: `http${secure}://${base}/api/rooms/${room}/messages`,
  };
}
