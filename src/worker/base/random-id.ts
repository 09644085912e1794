/** Length of an id. 16 characters of `a-z0-9` have 82 bits: unguessable, and unique within a room. */
const ID_LENGTH = 16;
const ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
/**
 * Largest multiple of the alphabet's length below 256. Bytes from there up are skipped, because they would favor some
 * letters.
 */
const ID_BYTE_LIMIT = 252;

/** Length of a room's signing key in bytes, the output size of SHA-256. */
const KEY_BYTES = 32;

/** Generates an unguessable id. */
export function randomId(): string {
  let id = "";
  while (id.length < ID_LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(ID_LENGTH))) {
      if (byte < ID_BYTE_LIMIT && id.length < ID_LENGTH) id += ID_ALPHABET[byte % ID_ALPHABET.length];
    }
  }
  return id;
}

/** Generates a signing key for a room. */
export function randomKey(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}
