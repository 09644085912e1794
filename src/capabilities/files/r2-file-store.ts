import type { ByteRange, FileStore } from "./file-store.ts";
import { fromPieces, inPieces } from "./in-pieces.ts";

/** Bytes of a piece. Most files are one; R2 wants the length of what it is given, and a stream has none. */
export const PIECE_BYTES = 8 * 1024 * 1024;

/** Keys that R2 deletes at once. */
const KEYS_AT_ONCE = 1_000;

/** Files in an R2 bucket, as `files/<room>/<id>/<piece>`. */
export class R2FileStore implements FileStore {
  readonly #bucket: R2Bucket;
  readonly #prefix: string;

  constructor(bucket: R2Bucket, room: string) {
    this.#bucket = bucket;
    this.#prefix = `files/${room}/`;
  }

  async write(id: string, bytes: ReadableStream<Uint8Array>): Promise<number> {
    let piece = 0;
    let written = 0;
    for await (const part of inPieces(bytes, PIECE_BYTES)) {
      await this.#bucket.put(this.#keyOf(id, piece), part);
      piece += 1;
      written += part.length;
    }
    return written;
  }

  async read(id: string, range: ByteRange): Promise<ReadableStream<Uint8Array>> {
    const get = async (piece: number, from: number, to: number) => {
      const part = await this.#bucket.get(this.#keyOf(id, piece), { range: { offset: from, length: to - from } });
      if (part === null) throw new Error("a piece of the file is missing");
      return part;
    };
    const { end, start } = range;
    const piece = Math.floor(start / PIECE_BYTES);
    const offset = piece * PIECE_BYTES;
    // Nearly every file is one piece, which the runtime passes on without our help.
    if (end <= offset + PIECE_BYTES) return (await get(piece, start - offset, end - offset)).body;
    return fromPieces(range, PIECE_BYTES, async (...part) => new Uint8Array(await (await get(...part)).arrayBuffer()));
  }

  async delete(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#deleteAll(`${this.#prefix}${id}/`);
  }

  /** Deletes every file of the room. */
  async clear(): Promise<void> {
    await this.#deleteAll(this.#prefix);
  }

  async #deleteAll(prefix: string): Promise<void> {
    for (;;) {
      const { objects } = await this.#bucket.list({ prefix, limit: KEYS_AT_ONCE });
      if (objects.length === 0) return;
      await this.#bucket.delete(objects.map(({ key }) => key));
    }
  }

  #keyOf(id: string, piece: number): string {
    return `${this.#prefix}${id}/${piece}`;
  }
}
