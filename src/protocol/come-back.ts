/** Milliseconds that each socket adds to the time in which all come back (P4.12): 500 a second. */
export const MS_PER_RETURN = 2;

/**
 * The reason of a close with 1012: clients come back, each at a random moment of the time that so many take (P4.12).
 *
 * @param sockets how many are closed at once, in all rooms
 */
export function comeBack(sockets: number): string {
  return String(sockets);
}

/** Milliseconds over which a crowd of any size comes back at most. */
export const MAX_RETURN_MS = 5 * 60_000;
