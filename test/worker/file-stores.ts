// The stores of files, for tests that hold for each of them.
import { env } from "cloudflare:workers";
import type { FileStore } from "../../src/capabilities/files/file-store.ts";
import { filesOf } from "../../src/capabilities/files/files-stub.ts";
import { ObjectFileStore } from "../../src/capabilities/files/object-file-store.ts";
import { PIECE_BYTES, R2FileStore } from "../../src/capabilities/files/r2-file-store.ts";
import { CHUNK_BYTES } from "../../src/capabilities/files/sql-file-store.ts";

// A bucket that only these tests have.
export const { BUCKET } = env as unknown as { readonly BUCKET: R2Bucket };

export const STORES: readonly (readonly [name: string, pieceBytes: number, open: (room: string) => FileStore])[] = [
  ["SQLite of an object", CHUNK_BYTES, (room) => new ObjectFileStore(filesOf({ env, room }))],
  ["R2", PIECE_BYTES, (room) => new R2FileStore(BUCKET, room)],
];

/** Bytes that are not the same in any two pieces. */
export function sample(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 9) + seed) & 0xff);
}

/** A stream of chunks that fit no piece. */
export function streamOf(bytes: Uint8Array, chunkBytes = 65_521): ReadableStream<Uint8Array> {
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const write = async () => {
    for (let at = 0; at < bytes.length; at += chunkBytes) await writer.write(bytes.slice(at, at + chunkBytes));
    await writer.close();
  };
  write().catch(() => {});
  return readable;
}
