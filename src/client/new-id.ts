/** 128 bits, so that collisions can be ruled out. */
const ID_BYTES = 16;

/**
 * Generates the id of a command (P3.2): 32 hexadecimal digits.
 *
 * Doesn't use `crypto.randomUUID`, which browsers only offer to secure contexts: not to a page from `wrangler dev` on
 * another machine in the local network.
 */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
