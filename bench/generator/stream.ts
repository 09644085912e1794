import type { Dialect } from "./dialects.ts";
import { CLOSE_OPCODE, headerOf, TEXT_OPCODE } from "./server-frames.ts";
import { COUNTER_AT, FLOODER, MARK, readCounter, readSender, STAMP_LENGTH } from "./texts.ts";

/** Bytes that one run may send to each receiver; memory is taken as it is filled. */
const CAPACITY = 512 * 1024 * 1024;
/** Frames, and messages, of one run. */
const MAX_COUNT = 4 * 1024 * 1024;
/** Every so manieth frame is read as a client would, with a JSON parser; the others by their marks. */
const READ_EVERY = 64;

/** When a message was due; 0 where nobody asks how long it took. */
export type DueAt = (sender: number, counter: number) => number;

/**
 * What a room sends to everybody, seen once. The receiver that is ahead brings it forward, and there each message is
 * checked: its sender's counter follows the one before. All others must receive the same bytes, which costs a comparison
 * of memory and proves the same for them.
 */
export class Stream {
  readonly bytes = Buffer.allocUnsafeSlow(CAPACITY);
  /** Of each frame: where it ends, and how many messages and payload bytes there are up to there. */
  readonly frameEnds = new Uint32Array(MAX_COUNT);
  readonly frameMessages = new Uint32Array(MAX_COUNT);
  readonly framePayload = new Uint32Array(MAX_COUNT);
  /** Of each message: when it was due. */
  readonly due = new Float64Array(MAX_COUNT);
  head = 0;
  frames = 0;
  messages = 0;
  payload = 0;
  /** Messages that a latency is asked of. */
  measured = 0;

  readonly #dialect: Dialect;
  readonly #next: Uint32Array;
  #parsed = 0;
  #dueAt: DueAt = () => 0;

  /** @param next the counter that each sender says next, as far as it was seen */
  constructor(dialect: Dialect, next: Uint32Array) {
    this.#dialect = dialect;
    this.#next = next;
  }

  /** Begins anew, when every receiver has come to the head. */
  begin(dueAt: DueAt): void {
    this.head = this.frames = this.messages = this.payload = this.measured = this.#parsed = 0;
    this.#dueAt = dueAt;
  }

  /**
   * Takes what nobody received before.
   *
   * @returns false where a close frame came, which is its receiver's alone and left out
   * @throws Error where order or completeness is broken
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
      if (header.opcode !== TEXT_OPCODE) throw new Error(`a frame of opcode ${header.opcode} to everybody`);
      this.#take(header.payload, header.end);
      this.#parsed = header.end;
    }
  }

  #take(from: number, to: number): void {
    const before = this.messages;
    for (let i = from; i < to - STAMP_LENGTH; i++) {
      if (this.bytes[i] !== MARK || this.bytes[i + 1] !== MARK) continue;
      this.#check(i);
      i += STAMP_LENGTH;
    }
    if (this.frames % READ_EVERY === 0) this.#read(from, to, this.messages - before);
    this.payload += to - from;
    this.frameEnds[this.frames] = to;
    this.frameMessages[this.frames] = this.messages;
    this.framePayload[this.frames] = this.payload;
    this.frames += 1;
    if (this.frames === MAX_COUNT || this.messages >= MAX_COUNT)
      throw new Error("more frames than the generator counts");
  }

  #check(mark: number): void {
    const sender = readSender(this.bytes, mark);
    const counter = readCounter(this.bytes, mark);
    const expected = this.#next[sender] ?? 0;
    // Who floods may be refused at times; the others must not have a hole.
    if (sender >= FLOODER ? counter < expected : counter !== expected)
      throw new Error(`sender ${sender}: message ${counter} came where ${expected} was due`);
    this.#next[sender] = counter + 1;
    const due = this.#dueAt(sender, counter);
    if (due > 0) this.measured += 1;
    this.due[this.messages] = due;
    this.messages += 1;
  }

  /** A sample, read as a client would: the parser finds the messages that the marks told of, and no other. */
  #read(from: number, to: number, count: number): void {
    const texts = this.#dialect.read(this.bytes.toString("latin1", from, to));
    const marks = texts.every((text) => text.startsWith("@@") && text[COUNTER_AT - 1] === "-");
    if (!marks || texts.length !== count) throw new Error(`a frame holds ${texts.length} messages and ${count} marks`);
  }
}
