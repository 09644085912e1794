import { DEFAULT_ROOM, normalizeRoomName } from "../protocol/normalize-name.ts";

/** The addresses of a room. */
export interface ServerUrls {
  /** The room's name (P1.1). */
  readonly room: string;
  /** `ws:` or `wss:` */
  readonly socket: string;
  /** `http:` or `https:`, the start of the URLs of the room's HTTP API (P7). */
  readonly api: string;
}

/**
 * Parses the WebSocket URL of a room: `wss://host/ws/<room>`, or `/ws` for the lobby. Accepts `https:` for `wss:` and `http:`
 * for `ws:`, and any path before `/ws`.
 *
 * @throws TypeError if it isn't one
 */
export function parseServerUrl(url: string | URL): ServerUrls {
  const { host, pathname, protocol } = new URL(url);
  const parts = /^(.*)\/ws(?:\/([^/]+))?$/.exec(pathname);
  const room = parts === null ? undefined : normalizeRoomName(parts[2] ?? DEFAULT_ROOM);
  if (parts === null || room === undefined || !/^(?:ws|http)s?:$/.test(protocol)) {
    throw new TypeError(`Not a room URL such as wss://…/ws/lobby: ${url}`);
  }
  const secure = protocol === "wss:" || protocol === "https:" ? "s" : "";
  const base = `${secure}://${host}${parts[1]}`;
  return { room, socket: `ws${base}/ws/${room}`, api: `http${base}/api/rooms/${room}` };
}
