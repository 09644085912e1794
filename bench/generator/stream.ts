import type { Dialect } from "./dialects.ts";
import { BINARY_OPCODE, CLOSE_OPCODE, type FrameHeader, headerOf, TEXT_OPCODE } from "./server-frames.ts";
import { COUNTER_AT, FLOODER, MARK, readCounter, readSender, STAMP_LENGTH } from "./texts.ts";

/** Maximum bytes of one run per receiver; memory is allocated as it fills. */
const CAPACITY = 1024 * 1024 * 1024;
/** Maximum frames, and messages, of one run. */
const MAX_COUNT = 4 * 1024 * 1024;
/** One frame in this many is parsed as JSON, as a client would; the others are read by their marks. */
const READ_EVERY = 64;

/** When a message was due; 0 if its latency is not measured. */
export type DueAt = (sender: number, counter: number) => number;

/**
 * The bytes that a room sends to everyone, stored once. The receiver that is ahead extends them, and each message is
 * checked there: its sender's counter must follow the previous one. All other receivers must get the same bytes, which
 * a memory comparison proves.
 */
export class Stream {
  readonly bytes = Buffer.allocUnsafeSlow(CAPACITY);
  /** For each frame: its end, and the number of messages and the length of all payloads up to it, as acknowledgements count it. */
  readonly frameEnds = new Uint32Array(MAX_COUNT);
  readonly frameMessages = new Uint32Array(MAX_COUNT);
  readonly framePayload = new Uint32Array(MAX_COUNT);
  /** For each message: when it was due. */
  readonly due = new Float64Array(MAX_COUNT);
  head = 0;
  frames = 0;
  messages = 0;
  payload = 0;
  /** Messages whose latency is measured. */
  measured = 0;

  readonly #dialect: Dialect;
  readonly #next: Uint32Array;
  #parsed = 0;
  #dueAt: DueAt = () => 0;

  /** @param next the next counter of each sender, as far as known */
  constructor(dialect: Dialect, next: Uint32Array) {
    this.#dialect = dialect;
    this.#next = next;
  }

  /** Starts over, after every receiver has reached the head. */
  begin(dueAt: DueAt): void {
    this.head = this.frames = this.messages = this.payload = this.measured = this.#parsed = 0;
    this.#dueAt = dueAt;
  }

  /**
   * Appends bytes that no receiver had before.
   *
   * @returns false for a close frame, which belongs to its receiver only and is left out
   * @throws Error if order or completeness is broken
   */
  append(chunk: Uint8Array, from: number, to: number): boolean {
    if (this.head + to - from > CAPACITY) throw new Error("the run is too long for the generator");
    this.bytes.set(chunk.subarray(from, to), this.head);
    this.head += to - from;
    for (;;) {
      const header = headerOf(this.bytes, this.#parsed, this.head);
      if (header === undefined || header.end > this.head) return true;
      if (header.opcode === CLOSE_OPCODE) {
        this.head = this.#parsed;
        return false;
      }
      if (header.opcode !== TEXT_OPCODE && header.opcode !== BINARY_OPCODE)
        throw new Error(`an unexpected frame with opcode ${header.opcode}`);
      this.#take(header);
      this.#parsed = header.end;
    }
  }

  #take({ end: to, opcode, payload: from }: FrameHeader): void {
    const before = this.messages;
    for (let i = from; i < to - STAMP_LENGTH; i++) {
      if (this.bytes[i] !== MARK || this.bytes[i + 1] !== MARK) continue;
      this.#check(i);
      i += STAMP_LENGTH;
    }
    if (this.frames % READ_EVERY === 0) this.#read(from, to, this.messages - before);
    this.payload += opcode === BINARY_OPCODE ? to - from : countUnits(this.bytes, from, to);
    this.frameEnds[this.frames] = to;
    this.frameMessages[this.frames] = this.messages;
    this.framePayload[this.frames] = this.payload;
    this.frames += 1;
    if (this.frames === MAX_COUNT || this.messages >= MAX_COUNT) throw new Error("too many frames for the generator");
  }

  #check(mark: number): void {
    const sender = readSender(this.bytes, mark);
    const counter = readCounter(this.bytes, mark);
    const expected = this.#next[sender] ?? 0;
    // Flooding senders may be rejected at times; the others must not have a gap.
    if (sender >= FLOODER ? counter < expected : counter !== expected)
      throw new Error(`sender ${sender}: message ${counter} arrived instead of ${expected}`);
    this.#next[sender] = counter + 1;
    const due = this.#dueAt(sender, counter);
    if (due > 0) this.measured += 1;
    this.due[this.messages] = due;
    this.messages += 1;
  }

  /** A sample, parsed as a client would: the parser must find exactly the messages that the marks showed. */
  #read(from: number, to: number, count: number): void {
    const texts = this.#dialect.read(this.bytes.toString("utf8", from, to));
    const marks = texts.every((text) => text.startsWith("@@") && text[COUNTER_AT - 1] === "-");
    if (!marks || texts.length !== count) throw new Error(`a frame has ${texts.length} messages but ${count} marks`);
  }
}

/** UTF-16 units of a text in UTF-8, which acknowledgements count in text frames (P3.8). */
function countUnits(bytes: Uint8Array, from: number, to: number): number {
  let units = to - from;
  for (let i = from; i < to; i += 1) {
    const byte = bytes[i] ?? 0;
    // A character of two or three bytes is one unit, and one of four bytes is two.
    if (byte >= 0xf0) units += 1;
    else if (byte >= 0x80 && byte < 0xc0) units -= 1;
  }
  return units;
}
