import { stampOf, writeCounter } from "./texts.ts";

/** Payloads from this size on have their length in two more bytes (RFC 6455, 5.2). */
const LONG = 126;

/**
 * A client's text frame. Its masking key is zero, which leaves the payload unchanged. That is a valid key with the same
 * cost for the server, and saves the generator a pass over every byte.
 */
export function clientFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < LONG ? 6 : 8;
  const frame = Buffer.alloc(header + length);
  frame[0] = 0x81;
  if (length < LONG) frame[1] = 0x80 | length;
  else {
    frame[1] = 0x80 | LONG;
    frame.writeUInt16BE(length, 2);
  }
  frame.write(text, header, "utf8");
  return frame;
}

/** One sender's frames: built once, after which only the counter changes. */
export class FrameTemplate {
  readonly #frame: Buffer;
  /** The offset of the counter in each message. */
  readonly #counters: readonly number[];

  /** @param encode a command with the text of this sender and counter */
  constructor(sender: number, encode: (sender: number, counter: number) => string) {
    this.#frame = clientFrame(encode(sender, 0));
    const stamp = stampOf(sender, 0);
    const counters: number[] = [];
    for (let at = this.#frame.indexOf(stamp); at !== -1; at = this.#frame.indexOf(stamp, at + 1)) {
      counters.push(at + stamp.indexOf("-") + 1);
    }
    this.#counters = counters;
  }

  /** The frames of `count` messages, for one write. */
  take(counter: number, count: number): Buffer {
    const { length } = this.#frame;
    const frames = Buffer.allocUnsafe(length * count);
    for (let i = 0; i < count; i++) {
      this.#frame.copy(frames, i * length);
      for (const at of this.#counters) writeCounter(frames, i * length + at, counter + i);
    }
    return frames;
  }
}
