import { MAX_PAGE_MESSAGES } from "../protocol/limits.ts";
import { parseMessages } from "../protocol/server-frame.ts";
import { fromWire, type Message } from "./message.ts";
import { RoomError } from "./room-error.ts";

/** The part of `fetch` that the client uses. */
export type Fetch = (
  url: string,
  init: {
    readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    readonly signal: AbortSignal;
    readonly headers?: Record<string, string>;
    readonly body?: Blob | string;
  },
) => Promise<Response>;

/** A page of messages (P7.2). */
export interface Page {
  /** In their state at `head`, oldest first. */
  readonly messages: readonly Message[];
  /** `seq` of the newest event that the page reflects. */
  readonly head: number;
  /** Whether there may be older ones. */
  readonly more: boolean;
}

/**
 * Fetches a page of messages (P7.2).
 *
 * @param before only messages older than this `seq`; absent for the newest
 * @param token authenticates the user, since not every room is public (P8.8)
 * @throws RoomError `http` if it fails
 */
export async function fetchHistory(
  fetch: Fetch,
  url: string,
  before: number | undefined,
  signal: AbortSignal,
  token?: string,
): Promise<Page> {
  const query = new URLSearchParams({ limit: String(MAX_PAGE_MESSAGES) });
  if (before !== undefined) query.set("before", String(before));
  let body: unknown;
  try {
    const response = await fetch(`${url}?${query}`, { signal, ...authorization(token) });
    if (!response.ok) throw new Error(`The server responded with ${response.status}.`);
    body = await response.json();
  } catch (cause) {
    throw new RoomError("http", undefined, { cause });
  }
  if (typeof body !== "object" || body === null || !("head" in body) || !("messages" in body)) {
    throw new RoomError("http");
  }
  const { head, messages } = body;
  if (!Number.isSafeInteger(head) || typeof head !== "number" || !Array.isArray(messages)) {
    throw new RoomError("http");
  }
  return { messages: parseMessages(messages).map(fromWire), head, more: messages.length >= MAX_PAGE_MESSAGES };
}

/** The header that authenticates a request (P8.8). */
export function authorization(token: string | undefined): { readonly headers?: Record<string, string> } {
  // An empty token stands for a gateway's, which the gateway adds itself (P8.7).
  return token === undefined || token === "" ? {} : { headers: { authorization: `Bearer ${token}` } };
}
