import { closed, type Engine } from "./engine.ts";
import { errorIn } from "./error-in.ts";
import { authorization } from "./fetch-history.ts";
import { RoomError } from "./room-error.ts";

/** A request to the room's HTTP API. */
export interface ApiRequest {
  /** `GET` by default. */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  readonly body?: object;
}

/**
 * Calls an address below the room's, with the user's token.
 *
 * @returns the answer's JSON; `undefined` if it has none
 */
export async function callApi(
  { address, ending, fetch, identity }: Engine,
  path: string,
  { body, method = "GET" }: ApiRequest = {},
): Promise<unknown> {
  try {
    if (ending.aborted) throw closed();
    const { headers } = authorization(identity.token);
    const json = body && { body: JSON.stringify(body), headers: { ...headers, "content-type": "application/json" } };
    const response = await fetch(`${address.api}/${path}`, {
      method,
      signal: ending,
      ...(headers && { headers }),
      ...json,
    });
    const text = await response.text();
    if (response.ok && text === "") return undefined;
    const error = errorIn(text);
    if (error !== undefined) throw error;
    if (!response.ok) throw new Error(`The server responded with ${response.status}.`);
    return JSON.parse(text);
  } catch (cause) {
    if (ending.aborted) throw closed();
    throw cause instanceof RoomError ? cause : new RoomError("http", undefined, { cause });
  }
}
