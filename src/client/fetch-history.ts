import type { Message } from "../protocol/events.ts";
import { MAX_PAGE_MESSAGES } from "../protocol/limits.ts";
import { parseMessages } from "../protocol/server-frame.ts";
import { RoomError } from "./room-error.ts";

/** As much of `fetch` as the client uses. */
export type Fetch = (
  url: string,
  init: { readonly signal: AbortSignal; readonly headers?: Record<string, string> },
) => Promise<Response>;

/** A page of messages, as the room gave it (P7.2). */
export interface Page {
  /** In the state that they had at `head`, oldest first. */
  readonly messages: readonly Message[];
  /** `seq` of the newest event that the page knows of. */
  readonly head: number;
  /** Whether there may be older ones. */
  readonly more: boolean;
}

/**
 * Reads a page of messages (P7.2).
 *
 * @param url of the room's messages
 * @param before only messages older than this `seq`; absent for the newest
 * @param token of whoever asks, where they have one: not every room is for everyone to read (P8.8)
 * @throws RoomError `http`, where no page came
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
    // A gateway's token is not ours to say (P8.7), and comes as an empty one.
    const headers = token === undefined || token === "" ? {} : { headers: { authorization: `Bearer ${token}` } };
    const response = await fetch(`${url}?${query}`, { signal, ...headers });
    if (!response.ok) throw new Error(`The room answered ${response.status}.`);
    body = await response.json();
  } catch (cause) {
    throw new RoomError("http", "The messages could not be read.", { cause });
  }
  if (typeof body !== "object" || body === null || !("head" in body) || !("messages" in body)) {
    throw new RoomError("http", "What came is no page of messages.");
  }
  const { head, messages } = body;
  if (!Number.isSafeInteger(head) || typeof head !== "number" || !Array.isArray(messages)) {
    throw new RoomError("http", "What came is no page of messages.");
  }
  return { messages: parseMessages(messages), head, more: messages.length >= MAX_PAGE_MESSAGES };
}
