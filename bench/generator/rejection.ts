/** The start of an error in v1. Other dialects have none. */
const ERROR_START = '"type":"error","code":"';
const QUOTE = '"'.charCodeAt(0);
/** Bytes that an error's start and its code take at most: so many of one read may belong to an error that ends in the next. */
export const MAX_REJECTION_BYTES = 64;

/** The code of the first error in what a room sent, if there is a whole one. */
export function rejectionIn(bytes: Buffer): string | undefined {
  const at = bytes.indexOf(ERROR_START);
  if (at === -1) return undefined;
  const from = at + ERROR_START.length;
  const to = bytes.indexOf(QUOTE, from);
  return to === -1 ? undefined : bytes.toString("latin1", from, to);
}
