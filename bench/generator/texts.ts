/** UTF-16 units of a text. Every character is ASCII, so that units, characters and bytes are one. */
export const TEXT_LENGTH = 64;
/** Two bytes that stand in no frame but at the beginning of a text. */
export const MARK = 0x40;

const SENDER_DIGITS = 4;
const COUNTER_DIGITS = 8;
/** From the marks to the counter's end: `@@ssss-cccccccc`. */
export const STAMP_LENGTH = 2 + SENDER_DIGITS + 1 + COUNTER_DIGITS;
/** Where the sender and the counter stand, after the marks. */
export const SENDER_AT = 2;
export const COUNTER_AT = SENDER_AT + SENDER_DIGITS + 1;

/** Sockets that flood at most. */
const MAX_FLOODERS = 10;
/** The number of the first sender that floods, and from there on those of the others; nobody else's. */
export const FLOODER = 10_000 - MAX_FLOODERS;

const FILLER = " and this is about what one person says to others".padEnd(TEXT_LENGTH - STAMP_LENGTH, ".");

/** What `ssss-cccccccc` says: unique among all messages of a generator, and of one width. */
export function stampOf(sender: number, counter: number): string {
  return `${String(sender).padStart(SENDER_DIGITS, "0")}-${String(counter).padStart(COUNTER_DIGITS, "0")}`;
}

/** The text of a message: who said it, the how manieth of theirs it is, and something to fill it up. */
export function textOf(sender: number, counter: number): string {
  return `@@${stampOf(sender, counter)}${FILLER}`;
}

/** Reads digits in place; a million a second must not become strings. */
export function readDigits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) value = value * 10 + (bytes[i] ?? 0) - 48;
  return value;
}

export const readSender = (bytes: Uint8Array, mark: number): number =>
  readDigits(bytes, mark + SENDER_AT, SENDER_DIGITS);

export const readCounter = (bytes: Uint8Array, mark: number): number =>
  readDigits(bytes, mark + COUNTER_AT, COUNTER_DIGITS);

/** Writes the counter's digits in place. */
export function writeCounter(bytes: Uint8Array, at: number, counter: number): void {
  let rest = counter;
  for (let i = at + COUNTER_DIGITS - 1; i >= at; i--) {
    bytes[i] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
