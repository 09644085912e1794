/** Milliseconds: upper bound for the first wait. Short, because most connection losses are brief. */
const FIRST_RETRY_MS = 1_000;

/** Milliseconds: upper bound for every wait. After an outage of an hour, clients are back within half a minute. */
const MAX_RETRY_MS = 30_000;

/**
 * The wait before a retry: exponential backoff with full jitter, from 0 to a bound that doubles from one second to thirty.
 * Even the first wait is random, because a deployment drops all sockets at once.
 *
 * @param failures previous failures in a row: 0 for the first retry
 * @param random returns a number from 0 up to, but excluding, 1
 * @param spread a larger bound, in milliseconds, for a crowd that comes back at once
 * @returns milliseconds
 */
export function backoff(failures: number, random: () => number, spread = 0): number {
  return random() * Math.max(spread, Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures));
}
