/** UTF-16 units of a text. */
export const TEXT_LENGTH = 64;
/** Two bytes that occur in a frame only at the start of a text. */
export const MARK = 0x40;

const SENDER_DIGITS = 4;
const COUNTER_DIGITS = 8;
/** From the marks to the end of the counter: `@@ssss-cccccccc`. */
export const STAMP_LENGTH = 2 + SENDER_DIGITS + 1 + COUNTER_DIGITS;
/** Offsets of the sender and the counter after the marks. */
export const SENDER_AT = 2;
export const COUNTER_AT = SENDER_AT + SENDER_DIGITS + 1;

/** Maximum number of flooding sockets. */
const MAX_FLOODERS = 10;
/** The number of the first flooding sender; the others follow it, and no other sender has these numbers. */
export const FLOODER = 10_000 - MAX_FLOODERS;

const fill = (words: string) => words.padEnd(TEXT_LENGTH - STAMP_LENGTH, ".");

/** Every character is ASCII, so units, characters and bytes are the same. */
export const ENGLISH = fill(" and this is about what one person says to others");
/** Three bytes per character and four per emoji: 158 bytes with the stamp. */
export const CHINESE = fill(
  "大家好，今天晚上我们在花园里一起吃饭吗？天气很好，请带上你的朋友🎉，也可以带孩子和狗🐶，七点见",
);

/** ASCII of as many bytes, which shows what the length alone costs. */
export const LONG_ENGLISH = ENGLISH.padEnd(Buffer.byteLength(CHINESE), ENGLISH);

/** The part `ssss-cccccccc`: unique among all messages of a generator, with a fixed width. */
export function stampOf(sender: number, counter: number): string {
  return `${String(sender).padStart(SENDER_DIGITS, "0")}-${String(counter).padStart(COUNTER_DIGITS, "0")}`;
}

/** A message's text: its sender, its counter, and words. */
export function textOf(sender: number, counter: number, words: string): string {
  return `@@${stampOf(sender, counter)}${words}`;
}

/** Parses digits in place, because a million a second must not become strings. */
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
