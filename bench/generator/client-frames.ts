import { MAX_FRAME_BYTES } from "../../src/protocol/limits.ts";
import type { Dialect } from "./dialects.ts";
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

/** One sender's frames: built once for each number of messages, after which only the counters change. */
export class FrameTemplate {
  readonly #sender: number;
  readonly #command: string;
  readonly #maxCommands: number;
  readonly #frames = new Map<number, Template>();

  /** @param dialect encodes a command with the text of this sender */
  constructor(sender: number, dialect: Pick<Dialect, "encode" | "maxCommands">) {
    this.#sender = sender;
    this.#command = dialect.encode(sender, 0);
    const fitting = Math.floor((MAX_FRAME_BYTES - "[".length) / (Buffer.byteLength(this.#command) + ",".length));
    this.#maxCommands = Math.min(dialect.maxCommands, fitting);
  }

  /** The frames of `count` messages, for one write: as few as the dialect and the length of a frame allow (P5). */
  take(counter: number, count: number): Buffer {
    const frames: Buffer[] = [];
    for (let taken = 0; taken < count; ) {
      const size = Math.min(count - taken, this.#maxCommands);
      frames.push(this.#frameOf(counter + taken, size));
      taken += size;
    }
    return frames.length === 1 && frames[0] !== undefined ? frames[0] : Buffer.concat(frames);
  }

  #frameOf(counter: number, size: number): Buffer {
    const template = this.#frames.get(size) ?? this.#make(size);
    const frame = Buffer.from(template.frame);
    for (const [index, places] of template.counters.entries()) {
      for (const at of places) writeCounter(frame, at, counter + index);
    }
    return frame;
  }

  #make(size: number): Template {
    const commands = Array.from({ length: size }, () => this.#command);
    const frame = clientFrame(size === 1 ? this.#command : `[${commands.join(",")}]`);
    const stamp = stampOf(this.#sender, 0);
    const all: number[] = [];
    for (let at = frame.indexOf(stamp); at !== -1; at = frame.indexOf(stamp, at + 1)) {
      all.push(at + stamp.indexOf("-") + 1);
    }
    const each = all.length / size;
    const counters = commands.map((_, index) => all.slice(index * each, (index + 1) * each));
    const template = { frame, counters };
    this.#frames.set(size, template);
    return template;
  }
}

interface Template {
  readonly frame: Buffer;
  /** For each message, the offsets of its counter. */
  readonly counters: readonly (readonly number[])[];
}
