import { DEFAULT_ROOM, normalizeRoomName } from "../src/protocol/normalize-name.ts";
import { UsageError } from "./usage-error.ts";

/** The place of a room. */
export interface Target {
  /** The address of the server, without a path. */
  readonly url: URL;
  readonly room: string;
  /** The secrets of a link, from its fragment. */
  readonly invite?: string;
  readonly claim?: string;
  readonly token?: string;
}

/** Paths that name a room: of the page, of a frame, of the socket and of the HTTP API. */
const ROOM_PATH = /^\/(?:r\/([^/]+)|embed(?:\/([^/]+))?|ws(?:\/([^/]+))?|api\/rooms\/([^/]+)(?:\/.*)?)?\/?$/;

const SCHEME = /^(?:https?|wss?):\/\//i;

/** The names of this machine. */
const LOCAL = /^(?:localhost|127\.0\.0\.1|\[::1\])$/i;

/**
 * Reads a room's name, or an address as people copy it: of the page, of a frame, of the socket, or without a scheme.
 *
 * @param text such as `garden`, `chat.example.org/r/garden` or `wss://chat.example.org/ws/garden`
 * @param server where a mere name is
 * @throws UsageError
 */
export function readTarget(text: string, server: string): Target {
  if (!/[.:/]/.test(text)) return { url: readServer(server), room: roomNamed(text) };
  const url = SCHEME.test(text) ? URL.parse(text.replace(/^ws/i, "http")) : withoutScheme(text);
  const path = url === null ? null : ROOM_PATH.exec(url.pathname);
  if (url === null || path === null) {
    throw new UsageError(
      `"${text}" is neither a room's name nor its address. Use garden, or https://chat.example.org/r/garden.`,
    );
  }
  const room = roomNamed(path.slice(1).find((part) => part !== undefined) ?? DEFAULT_ROOM);
  return { url: new URL(url.origin), room, ...secretsOf(url.hash) };
}

/** @throws UsageError */
export function readServer(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(`"${text}" is not an address. Use one such as https://chat.example.org.`);
}

/** Whether a server is on this machine. */
export function isLocal({ hostname }: URL): boolean {
  return LOCAL.test(hostname);
}

function withoutScheme(text: string): URL | null {
  const url = URL.parse(`https://${text}`);
  return url !== null && isLocal(url) ? URL.parse(`http://${text}`) : url;
}

function roomNamed(text: string): string {
  const name = normalizeRoomName(text);
  if (name === undefined && text.startsWith("#") && normalizeRoomName(text.slice(1)) !== undefined) {
    throw new UsageError(`"${text}" is not a room's name. Did you mean ${text.slice(1)}?`);
  }
  if (name === undefined) throw new UsageError(`"${text}" is not a room's name. Use 1 to 64 of a-z, 0-9, - and _.`);
  return name;
}

function secretsOf(hash: string): Pick<Target, "invite" | "claim" | "token"> {
  const values = new URLSearchParams(hash.slice(1));
  const found: Record<string, string> = {};
  for (const name of ["invite", "claim", "token"]) {
    const secret = values.get(name);
    if (secret) found[name] = secret;
  }
  return found;
}
