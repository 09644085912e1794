import type { ByteRange, FileStore } from "./file-store.ts";
import { fromPieces, inPieces } from "./in-pieces.ts";

/** Bytes of a chunk: half of what a row can hold. */
export const CHUNK_BYTES = 1024 * 1024;

/** Chunks that a file has at most, a power of two. */
const MAX_CHUNKS = 1_024;

/**
 * Files as chunks in the SQLite of an object. The key of a chunk is made of its file's number and its own, so that chunks
 * need no index of their own.
 */
export class SqlFileStore implements FileStore {
  readonly #sql: SqlStorage;

  /** @param sql with the tables of {@link CHUNK_TABLES} */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  async write(id: string, bytes: ReadableStream<Uint8Array>): Promise<number> {
    const { file } = this.#sql.exec<{ file: number }>("INSERT INTO chunked (id) VALUES (?) RETURNING file", id).one();
    let chunk = 0;
    let written = 0;
    for await (const piece of inPieces(bytes, CHUNK_BYTES)) {
      // The file was deleted meanwhile.
      if (this.#find(id) !== file) throw new Error("the file is gone");
      if (chunk >= MAX_CHUNKS) throw new Error("the file has too many chunks");
      this.#sql.exec("INSERT INTO chunks (chunk, bytes) VALUES (?, ?)", file * MAX_CHUNKS + chunk, piece);
      chunk += 1;
      written += piece.length;
    }
    return written;
  }

  async read(id: string, range: ByteRange): Promise<ReadableStream<Uint8Array>> {
    const file = this.#find(id);
    if (file === undefined) throw new Error("there is no such file");
    return fromPieces(range, CHUNK_BYTES, (chunk, from, to) => {
      const query = "SELECT bytes FROM chunks WHERE chunk = ?";
      const [row] = this.#sql.exec<{ bytes: ArrayBuffer }>(query, file * MAX_CHUNKS + chunk);
      return new Uint8Array(row?.bytes ?? new ArrayBuffer(0)).subarray(from, to);
    });
  }

  has(id: string): boolean {
    return this.#find(id) !== undefined;
  }

  async delete(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const file = this.#find(id);
      if (file === undefined) continue;
      const first = file * MAX_CHUNKS;
      this.#sql.exec("DELETE FROM chunks WHERE chunk >= ? AND chunk < ?", first, first + MAX_CHUNKS);
      this.#sql.exec("DELETE FROM chunked WHERE file = ?", file);
    }
  }

  #find(id: string): number | undefined {
    const [row] = this.#sql.exec<{ file: number }>("SELECT file FROM chunked WHERE id = ?", id);
    return row?.file;
  }
}

/** AUTOINCREMENT: the number of a deleted file is not used again, so that a reader of it never gets another's bytes. */
export const CHUNK_TABLES = `
  CREATE TABLE IF NOT EXISTS chunked (file INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS chunks (chunk INTEGER PRIMARY KEY, bytes BLOB NOT NULL);`;
