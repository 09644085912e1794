/** 128 bits: no two clients ever choose the same. */
const ID_BYTES = 16;

/**
 * Makes the id of a command (P3.2): 32 hexadecimal digits.
 *
 * Not `crypto.randomUUID`, which browsers keep from pages that came over plain HTTP from another machine, such as a
 * `wrangler dev` in the local network.
 */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
