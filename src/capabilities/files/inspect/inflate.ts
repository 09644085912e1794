import { DamagedFile, joined } from "./byte-reader.ts";

/** Bytes that are inflated at once: they can become a thousand times as many. */
const PIECE_BYTES = 8_192;

/** Inflates a stream of zlib to see that it is whole, and that it has as many bytes as it should. Holds none of it. */
export class InflateCheck {
  readonly #expected: number;
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #counted: Promise<number>;

  /** @param expected bytes when inflated */
  constructor(expected: number) {
    const { readable, writable } = new DecompressionStream("deflate");
    this.#expected = expected;
    this.#writer = writable.getWriter();
    this.#reader = readable.getReader();
    this.#counted = this.#count();
    // `end` asks for it, unless a write has failed before.
    this.#counted.catch(() => {});
  }

  /** @throws DamagedFile */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      await damagedIfFails(this.#writer.write(bytes.slice(at, at + PIECE_BYTES)));
    }
  }

  /** @throws DamagedFile */
  async end(): Promise<void> {
    const [, counted] = await damagedIfFails(Promise.all([this.#writer.close(), this.#counted]));
    if (counted !== this.#expected) throw new DamagedFile("pixels are missing");
  }

  async #count(): Promise<number> {
    for (let count = 0; ; ) {
      const { done, value } = await this.#reader.read();
      if (done) return count;
      count += value.length;
      if (count <= this.#expected) continue;
      const error = new DamagedFile("too many pixels");
      await this.#writer.abort(error).catch(() => {});
      throw error;
    }
  }
}

/**
 * Inflates bytes that are at hand.
 *
 * @returns `undefined` if they are no zlib stream, or would become too many
 */
export async function inflated(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("deflate"))) {
      length += part.length;
      if (length > maxBytes) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  }
  return joined(parts);
}

export async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function damagedIfFails<Value>(promise: Promise<Value>): Promise<Value> {
  try {
    return await promise;
  } catch {
    throw new DamagedFile("not a whole zlib stream");
  }
}
