import { inPieces } from "../in-pieces.ts";

/** A file that ends too early, or is not what its first bytes say. */
export class DamagedFile extends Error {
  override readonly name = "DamagedFile";
}

/** A file that is larger than the owner allows, whatever its sender said. */
export class FileTooLarge extends Error {
  override readonly name = "FileTooLarge";
}

/** Bytes that are read at once: a request comes in chunks of 4 KiB, each of which would wait for the store. */
const READ_BYTES = 64 * 1024;

/** Bytes that a single `take` may ask for: the index of a long video is the largest. */
export const MAX_TAKEN = 16 * 1024 * 1024;

/** Reads a stream in parts of known length, and holds no more of it than a chunk and such a part. */
export class ByteReader {
  readonly #pieces: AsyncGenerator<Uint8Array>;
  #buffer: Uint8Array = new Uint8Array(0);
  #isDone = false;
  #left: number;

  /** @param maxBytes of the whole stream */
  constructor(stream: ReadableStream<Uint8Array>, maxBytes: number) {
    this.#pieces = inPieces(stream, READ_BYTES);
    this.#left = maxBytes;
  }

  /**
   * The bytes at hand, without consuming them: at least `min`, unless the stream ends before.
   *
   * @returns none at the end
   * @throws FileTooLarge
   */
  async peek(min = 1): Promise<Uint8Array> {
    while (this.#buffer.length < min && !this.#isDone) {
      const { done, value } = await this.#pieces.next();
      if (done) {
        this.#isDone = true;
        break;
      }
      this.#left -= value.length;
      if (this.#left < 0) throw new FileTooLarge("the stream is longer than allowed");
      this.#buffer = this.#buffer.length === 0 ? value : joined([this.#buffer, value]);
    }
    return this.#buffer;
  }

  /** Consumes bytes that `peek` returned. */
  skip(bytes: number): void {
    this.#buffer = this.#buffer.subarray(bytes);
  }

  /**
   * Copies bytes, and consumes them.
   *
   * @throws DamagedFile if the stream ends before
   */
  async take(bytes: number): Promise<Uint8Array> {
    if (bytes > Math.min(MAX_TAKEN, this.#buffer.length + this.#left)) throw new DamagedFile("a part is too long");
    if (bytes <= this.#buffer.length) {
      const held = this.#buffer.slice(0, bytes);
      this.skip(bytes);
      return held;
    }
    const taken = new Uint8Array(bytes);
    let filled = 0;
    await this.pass(bytes, async (part) => {
      taken.set(part, filled);
      filled += part.length;
    });
    return taken;
  }

  /**
   * Hands on bytes as they come.
   *
   * @throws DamagedFile if the stream ends before
   */
  async pass(bytes: number, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    for (let left = bytes; left > 0; ) {
      const held = await this.peek();
      if (held.length === 0) throw new DamagedFile("the file ends too early");
      const part = held.subarray(0, left);
      this.skip(part.length);
      left -= part.length;
      await write(part);
    }
  }

  /** Stops reading: the rest of the stream is not needed. */
  async cancel(): Promise<void> {
    await this.#pieces.return(undefined);
  }
}

/** Puts parts together. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Drops bytes. */
export async function drop(): Promise<void> {}

export function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) * 0x1_0000 + uint16(bytes, at + 2);
}

/** Reads ASCII. */
export function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Reads a number of up to six bytes, its lowest byte first. */
export function little(bytes: Uint8Array, at: number, length: number): number {
  let number = 0;
  for (let index = length - 1; index >= 0; index -= 1) number = number * 256 + (bytes[at + index] ?? 0);
  return number;
}

/** Writes this many zeros. */
export async function writeZeros(count: number, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  for (let left = count; left > 0; left -= ZEROS.length) await write(ZEROS.subarray(0, left));
}

const ZEROS = new Uint8Array(16_384);
