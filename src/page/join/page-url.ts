import { DEFAULT_ROOM, normalizeRoomName } from "../../protocol/normalize-name.ts";
import { createStore } from "../model/store.ts";

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

/** `#token=…`, alone or behind something else that the address means. */
const URL_TOKEN = /^#(?:(?<rest>.*)&)?token=(?<token>[\w.~-]+)$/;

/**
 * Takes the token with which a site linked somebody here (P8.1) out of the address, so that it stands in no history, no
 * bookmark and nothing that is shared. It is kept nowhere but in the page's memory.
 */
export function takeUrlToken(): string | undefined {
  const { rest = "", token } = URL_TOKEN.exec(location.hash)?.groups ?? {};
  if (token === undefined) return undefined;
  const hash = rest === "" ? "" : `#${rest}`;
  history.replaceState(history.state, "", `${location.pathname}${location.search}${hash}`);
  return token;
}

/** A link with a token that is followed on this very page loads nothing: it begins anew, so that the token is taken. */
export function followUrlToken(): void {
  addEventListener("hashchange", () => {
    if (URL_TOKEN.test(location.hash)) location.reload();
  });
}

/** Secrets that a link brought (P9.2, P9.7), each kept until it was used. */
export interface LinkSecrets {
  readonly invite?: string;
  readonly claim?: string;
}

/** The secret of a kind in a link: it stands in the fragment, which no server is told. */
export function secretOf(link: string, kind: keyof LinkSecrets): string | undefined {
  const secret = link.split(`#${kind}=`)[1] ?? "";
  try {
    return decodeURIComponent(secret) || undefined;
  } catch {
    // It is nothing that any page made.
    return secret;
  }
}

export const linkSecrets = createStore<LinkSecrets>({});

/** The invitation has done what it can. */
export function dropInvitation(): void {
  const { invite, ...others } = linkSecrets.value;
  if (invite !== undefined) linkSecrets.set(others);
}

/**
 * Takes a secret out of the page's address, so that it stays neither in sight nor in the history.
 *
 * @returns whether there was one
 */
export function takeLinkSecrets(): boolean {
  const invite = secretOf(location.hash, "invite");
  const claim = secretOf(location.hash, "claim");
  if (invite === undefined && claim === undefined) return false;
  history.replaceState(history.state, "", location.pathname + location.search);
  linkSecrets.set({ ...(invite === undefined ? {} : { invite }), ...(claim === undefined ? {} : { claim }) });
  return true;
}
