import type { SearchPage } from "../protocol/http.ts";
import type { JsonObject } from "../protocol/json.ts";
import { parseMessages } from "../protocol/server-frame.ts";
import { closed, type Engine } from "./engine.ts";
import { errorIn } from "./error-in.ts";
import { failureOf } from "./failure-of.ts";
import { authorization } from "./fetch-history.ts";
import { fromWire, type Message } from "./message.ts";
import { RoomError } from "./room-error.ts";

/** Optional parts of a search. */
export interface SearchOptions {
  /** Hits of a page: 20 by default, 50 at most. */
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly cursor?: number;
  /** Cancels the search: the promise rejects with `discarded`. */
  readonly signal?: AbortSignal;
}

/** A message that a search found. */
export interface SearchHit<Extra extends object = JsonObject> {
  readonly message: Message<Extra>;
  /** A line of its text, around the first match. */
  readonly snippet: string;
  /** The matches in the snippet, in UTF-16 units; `end` is exclusive. */
  readonly marks: readonly (readonly [start: number, end: number])[];
}

/** A page of a search. */
export interface SearchResult<Extra extends object = JsonObject> {
  /** Newest first. */
  readonly hits: readonly SearchHit<Extra>[];
  /** The `cursor` of the next page; absent if there is none. */
  readonly next?: number;
  /** The share of the log that was searched, from 0 to 1: a room is indexed once somebody searches it. */
  readonly indexed: number;
}

/** Searches the log (P14.1). */
export async function search(
  { address, ending, fetch, identity }: Engine,
  query: string,
  { cursor, limit, signal }: SearchOptions = {},
): Promise<SearchResult> {
  const parameters = new URLSearchParams({ q: query });
  if (limit !== undefined) parameters.set("limit", String(limit));
  if (cursor !== undefined) parameters.set("cursor", String(cursor));
  try {
    if (ending.aborted || signal?.aborted) throw closed();
    const response = await fetch(`${address.api}/search?${parameters}`, {
      signal: signal === undefined ? ending : AbortSignal.any([ending, signal]),
      ...authorization(identity.token),
    });
    const body = await response.text();
    const error = errorIn(body);
    const answer: SearchPage & { error?: { field?: string } } = JSON.parse(body);
    if (error !== undefined) throw new RoomError(error.code, error.message, { ...error, reason: answer.error?.field });
    return resultOf(answer);
  } catch (cause) {
    throw failureOf(cause, ending, signal);
  }
}

/** @throws TypeError if it is no page */
function resultOf({ hits, indexed, next }: SearchPage): SearchResult {
  const messages = new Map(parseMessages(hits.map(({ message }) => message)).map((message) => [message.seq, message]));
  return {
    hits: hits.flatMap(({ marks, message: { seq }, snippet }) => {
      const message = messages.get(seq);
      return message === undefined ? [] : [{ message: fromWire(message), snippet, marks }];
    }),
    ...(next === undefined ? {} : { next }),
    indexed,
  };
}
