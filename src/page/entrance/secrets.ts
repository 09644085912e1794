import { createStore } from "../model/store.ts";

/** Secrets that a link brought (P9.2, P9.7), each kept until it was used. */
export interface Secrets {
  readonly invite?: string;
  readonly claim?: string;
}

/** The secret of a kind in a link: it stands in the fragment, which no server is told. */
export function secretOf(link: string, kind: keyof Secrets): string | undefined {
  const secret = link.split(`#${kind}=`)[1] ?? "";
  try {
    return decodeURIComponent(secret) || undefined;
  } catch {
    // It is nothing that any page made.
    return secret;
  }
}

export const secrets = createStore<Secrets>({});

/** The invitation has done what it can. */
export function dropInvitation(): void {
  const { invite, ...others } = secrets.value;
  if (invite !== undefined) secrets.set(others);
}

/**
 * Takes a secret out of the page's address, so that it stays neither in sight nor in the history.
 *
 * @returns whether there was one
 */
export function takeSecret(): boolean {
  const invite = secretOf(location.hash, "invite");
  const claim = secretOf(location.hash, "claim");
  if (invite === undefined && claim === undefined) return false;
  history.replaceState(history.state, "", location.pathname + location.search);
  secrets.set({ ...(invite === undefined ? {} : { invite }), ...(claim === undefined ? {} : { claim }) });
  return true;
}
