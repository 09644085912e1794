/** Milliseconds: the longest wait before the first retry. Short, because most losses are a moment's. */
const FIRST_RETRY_MS = 1_000;

/** Milliseconds: the longest wait of all. A room that was away for an hour is found again within half a minute. */
const MAX_RETRY_MS = 30_000;

/**
 * How long to wait before an attempt to connect: "full jitter", anything from nothing to a bound that doubles from one
 * second to thirty. A deploy drops every socket at once, and only a wait that is random from the first retry on spreads
 * their return.
 *
 * @param retry 0 for a first attempt, which does not wait; 1 and up for the attempts after a failure
 * @param random gives a number from 0 up to 1
 * @returns milliseconds
 */
export function backoff(retry: number, random: () => number): number {
  if (retry <= 0) return 0;
  return random() * Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (retry - 1));
}
