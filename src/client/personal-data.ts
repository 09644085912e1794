import type { Engine } from "./engine.ts";
import { errorIn } from "./error-in.ts";
import { authorization } from "./fetch-history.ts";
import { RoomError } from "./room-error.ts";

/** The file to make of a room's messages. */
export interface RoomExport {
  readonly format: "jsonl" | "csv" | "html" | "md";
  /** Only messages from this time on: a day in UTC, or a time with its zone, in ISO 8601. */
  readonly from?: string;
  /** Only messages before this time. */
  readonly to?: string;
}

/** Requests about the user's own data, by the last part of their URL. */
const METHODS = { export: {}, erase: { method: "POST" } } as const;

/**
 * Downloads or erases everything that the room stores about the user (P11.3), or downloads the room's messages (P17.6).
 *
 * @param room for its messages
 * @returns the body of the response; rejects with the server's code, or with `http` if there was no valid response
 */
export async function requestPersonalData(
  { address, fetch, identity }: Engine,
  what: keyof typeof METHODS,
  room?: RoomExport,
): Promise<string> {
  // Erasing ends the session, so the request must outlast it.
  const { signal } = new AbortController();
  let error: RoomError | undefined;
  try {
    const path = room === undefined ? `people/me/${what}` : `export?${new URLSearchParams({ ...room })}`;
    const response = await fetch(`${address.api}/${path}`, {
      ...METHODS[what],
      signal,
      ...authorization(identity.token),
    });
    const body = await response.text();
    if (response.ok) return body;
    error = errorIn(body);
  } catch (cause) {
    throw new RoomError("http", undefined, { cause });
  }
  throw error ?? new RoomError("http");
}
