/** Bytes of an id: 96 bits, which no two ids of one room's life share. */
const ID_BYTES = 12;

/** An unguessable id of 16 URL-safe characters. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

/** The name of a socket that has not said its own (P2.1). */
export function guestName(): string {
  const number = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `guest-${(number % 36 ** 4).toString(36).padStart(4, "0")}`;
}
