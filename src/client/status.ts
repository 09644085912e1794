/** How a connection stands, as a person would say it. */
export type Status =
  /** The first attempt is under way. */
  | { readonly state: "entering" }
  /** The room has let us in, and its history is here. */
  | { readonly state: "entered" }
  /** The connection was lost, or never came to be; the next attempt is under way or waits for its turn. */
  | { readonly state: "reconnecting" }
  /** We left, and stay away until asked to come back. */
  | { readonly state: "disconnected" }
  /** The room told us not to come back (P6). */
  | { readonly state: "failed"; readonly code: number; readonly reason: string };

/**
 * Whether a close code means that coming back is pointless (P6: 4400–4499).
 *
 * A refusal before the socket opens (403, 404) looks to a browser like any other failure, so it is retried, with the
 * backoff of every other failure.
 */
export function isTerminal(code: number): boolean {
  return code >= 4400 && code <= 4499;
}
