import { DEFAULT_ROOM, normalizeRoomName } from "../../protocol/normalize-name.ts";
import { createStore } from "../model/store.ts";

/**
 * The room that a path of the page names: `/` is the default room, `/r/<room>` any other.
 *
 * @param pathname as in `location.pathname`, percent-encoded
 * @returns the room's name, or `undefined` if the path names no room
 */
export function roomOfPath(pathname: string): string | undefined {
  if (pathname === "/") return DEFAULT_ROOM;
  const raw = /^\/r\/([^/]+)\/?$/.exec(pathname)?.[1];
  // A room's name has no character that is ever percent-encoded, so a percent-encoded name is invalid.
  return raw === undefined ? undefined : normalizeRoomName(raw);
}

/** `#token=…`, alone or after another part of the fragment. */
const URL_TOKEN = /^#(?:(?<rest>.*)&)?token=(?<token>[\w.~-]+)$/;

/**
 * Removes the sign-in token of a link (P8.1) from the URL, so that it stays out of the history, bookmarks and shared
 * links. The page keeps it only in memory.
 */
export function takeUrlToken(): string | undefined {
  const { rest = "", token } = URL_TOKEN.exec(location.hash)?.groups ?? {};
  if (token === undefined) return undefined;
  const hash = rest === "" ? "" : `#${rest}`;
  history.replaceState(history.state, "", `${location.pathname}${location.search}${hash}`);
  return token;
}

/** Reloads the page when a link with a token is opened in it: that changes only the fragment. */
export function followUrlToken(): void {
  addEventListener("hashchange", () => {
    if (URL_TOKEN.test(location.hash)) location.reload();
  });
}

/** Secrets from a link (P9.2, P9.7), each kept until it is used. */
export interface LinkSecrets {
  readonly invite?: string;
  readonly claim?: string;
}

/** A secret of a link's fragment, which browsers never send to a server. */
export function secretOf(link: string, kind: keyof LinkSecrets): string | undefined {
  const secret = link.split(`#${kind}=`)[1] ?? "";
  try {
    return decodeURIComponent(secret) || undefined;
  } catch {
    return secret;
  }
}

export const linkSecrets = createStore<LinkSecrets>({});

/** Drops the invitation after the room has answered it. */
export function dropInvitation(): void {
  const { invite, ...others } = linkSecrets.value;
  if (invite !== undefined) linkSecrets.set(others);
}

/**
 * Removes secrets from the URL, so that they are neither visible nor in the history.
 *
 * @returns whether the URL had one
 */
export function takeLinkSecrets(): boolean {
  const invite = secretOf(location.hash, "invite");
  const claim = secretOf(location.hash, "claim");
  if (invite === undefined && claim === undefined) return false;
  history.replaceState(history.state, "", location.pathname + location.search);
  linkSecrets.set({ ...(invite === undefined ? {} : { invite }), ...(claim === undefined ? {} : { claim }) });
  return true;
}
