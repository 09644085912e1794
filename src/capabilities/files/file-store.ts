/** Part of a file: bytes from `start` on, `end` excluded. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes of a room's files. `test/worker/file-store.test.ts` has what every implementation has to do.
 *
 * A store knows no names and no rights. A file that was not written to its end is never read: only the index (`files-object.ts`)
 * says which files there are.
 */
export interface FileStore {
  /**
   * Writes a file as it streams in, holding no more of it than a piece. Between a Worker and an object, a stream that breaks
   * off can look like one that ends: the caller compares what it sent. `delete` removes the pieces written in vain.
   *
   * @returns bytes written
   */
  write(id: string, bytes: ReadableStream<Uint8Array>): Promise<number>;
  /** Reads part of a file that was written to its end. */
  read(id: string, range: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /** Deletes files, also incomplete ones. Does nothing for an id that it doesn't know. */
  delete(ids: readonly string[]): Promise<void>;
}

/** The name of a store, as the index keeps it with each file. */
export type Place = "object" | "r2";
