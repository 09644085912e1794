import type { RoomError } from "../../../client/index.ts";
import type { FirstRun, OperatorStatus } from "../../../protocol/operator.ts";
import { callServer } from "./call-server.ts";
import { failToCheck, operatorToken, signIn, signOut } from "./session.ts";

/** Finds out whether the tab's token is still valid, or whether a gateway in front of the site vouches for the operator. */
export async function checkSession(): Promise<void> {
  const token = operatorToken();
  try {
    signIn(token, await callServer<OperatorStatus>(""));
  } catch (reason) {
    // It rejects with nothing else.
    const error = reason as RoomError;
    if (error.code === "not_allowed") signOut("notAllowed");
    else if (error.code === "bad_token") signOut(token === undefined ? undefined : "expired");
    else if (error.code === "token_needed") signOut();
    else failToCheck(error);
  }
}

/** Signs in with a token. @returns the error, if it isn't an operator's */
export async function tryToken(token: string): Promise<RoomError | undefined> {
  try {
    signIn(token, await callServer<OperatorStatus>("", { token }));
    return undefined;
  } catch (reason) {
    return reason as RoomError;
  }
}

/** Reads how an operator can sign in here (P18.13). @returns `undefined` if the server doesn't tell */
export async function readSignInWays(): Promise<FirstRun | undefined> {
  try {
    const response = await fetch("/api/first-run");
    // The server's own answer.
    return response.ok ? ((await response.json()) as FirstRun) : undefined;
  } catch {
    // Offline.
    return undefined;
  }
}
