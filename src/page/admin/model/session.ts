import type { RoomError } from "../../../client/index.ts";
import type { OperatorStatus } from "../../../protocol/operator.ts";
import { tabStorage } from "../../model/persisted-store.ts";
import { createStore, useStore } from "../../model/store.ts";

const KEY = "operator";

export type SignOutReason = "expired" | "notAllowed";

/** Whether an operator is signed in. A token is kept for the tab; a gateway in front of the site needs none. */
export type Session =
  | { readonly state: "checking"; readonly token?: string }
  /** The server could not be asked. */
  | { readonly state: "failed"; readonly error: RoomError; readonly token?: string }
  | { readonly state: "signedOut"; readonly reason?: SignOutReason }
  | { readonly state: "signedIn"; readonly token?: string; readonly status: OperatorStatus };

const storage = tabStorage();
const kept = storage.get(KEY);

export const session = createStore<Session>({ state: "checking", ...(kept !== undefined && { token: kept }) });

/** The token of requests; `undefined` if there is none. */
export function operatorToken(): string | undefined {
  const { value } = session;
  return value.state === "signedOut" ? undefined : value.token;
}

/** The server has accepted the token, or the gateway's word. */
export function signIn(token: string | undefined, status: OperatorStatus): void {
  if (token !== undefined) keep(token);
  session.set({ state: "signedIn", status, ...(token !== undefined && { token }) });
}

/** The server may still accept the token, if there is one. */
export function failToCheck(error: RoomError): void {
  const token = operatorToken();
  session.set({ state: "failed", error, ...(token !== undefined && { token }) });
}

/** Forgets the token. */
export function signOut(reason?: SignOutReason): void {
  storage.delete(KEY);
  session.set({ state: "signedOut", ...(reason && { reason }) });
}

function keep(token: string): void {
  try {
    storage.set(KEY, token);
  } catch {
    // The token lives as long as the page.
  }
}

/** What the deployment can do; `undefined` while nobody is signed in. */
export function useStatus(): OperatorStatus | undefined {
  return useStore(session, ({ value }) => (value.state === "signedIn" ? value.status : undefined));
}
