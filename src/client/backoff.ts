/** Milliseconds: the longest wait before the first retry. Short, because most losses are a moment's. */
const FIRST_RETRY_MS = 1_000;

/** Milliseconds: the longest wait of all. A room that was away for an hour is found again within half a minute. */
const MAX_RETRY_MS = 30_000;

/**
 * How long to wait before a retry: "full jitter", anything from nothing to a bound that doubles from one second to
 * thirty. A deploy drops every socket at once, and only a wait that is random from the first retry on spreads their
 * return.
 *
 * @param failures how often it failed in a row before: 0 for the first retry
 * @param random gives a number from 0 up to 1
 * @returns milliseconds
 */
export function backoff(failures: number, random: () => number): number {
  return random() * Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
}
