/** 16 of `a-z 0-9`: 82 bits, which no two ids of one room's life share, and which nobody guesses. */
const ID_LENGTH = 16;
const ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
/** The largest multiple of the alphabet's length below 256: a byte from there up would favour some letters. */
const ID_BYTE_LIMIT = 252;

/** Bytes of a room's signing key: the strength of the SHA-256 that it is for. */
const KEY_BYTES = 32;

/** An unguessable id. */
export function randomId(): string {
  let id = "";
  while (id.length < ID_LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(ID_LENGTH))) {
      if (byte < ID_BYTE_LIMIT && id.length < ID_LENGTH) id += ID_ALPHABET[byte % ID_ALPHABET.length];
    }
  }
  return id;
}

/** A key for a room to sign with. */
export function randomKey(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}
