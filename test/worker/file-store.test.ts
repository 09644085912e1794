// What every store of files has to do, over each of them.
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { FileStore } from "../../src/capabilities/files/file-store.ts";
import { filesOf } from "../../src/capabilities/files/files-stub.ts";
import { ObjectFileStore } from "../../src/capabilities/files/object-file-store.ts";
import { PIECE_BYTES, R2FileStore } from "../../src/capabilities/files/r2-file-store.ts";
import { CHUNK_BYTES } from "../../src/capabilities/files/sql-file-store.ts";
import { newFileId } from "../../src/capabilities/files/stored-file.ts";
import { freshRoom } from "./test-socket.ts";

// A bucket that only these tests have.
const { BUCKET } = env as unknown as { readonly BUCKET: R2Bucket };

const STORES: readonly (readonly [name: string, pieceBytes: number, open: (room: string) => FileStore])[] = [
  ["SQLite of an object", CHUNK_BYTES, (room) => new ObjectFileStore(filesOf({ env, room }))],
  ["R2", PIECE_BYTES, (room) => new R2FileStore(BUCKET, room)],
];

/** Bytes that are not the same in any two pieces. */
function sample(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 9) + seed) & 0xff);
}

/** A stream of chunks that fit no piece. */
function streamOf(bytes: Uint8Array, chunkBytes = 65_521): ReadableStream<Uint8Array> {
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const write = async () => {
    for (let at = 0; at < bytes.length; at += chunkBytes) await writer.write(bytes.slice(at, at + chunkBytes));
    await writer.close();
  };
  write().catch(() => {});
  return readable;
}

async function read(store: FileStore, id: string, start: number, end: number): Promise<Uint8Array> {
  return new Uint8Array(await new Response(await store.read(id, { start, end })).arrayBuffer());
}

/** Compares without a diff of megabytes. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

describe.each(STORES)("P12.14 files in %s", (_name, pieceBytes, open) => {
  test("are read as they were written, whole and in part, across pieces", async () => {
    const store = open(freshRoom());
    const id = newFileId();
    const length = 2 * pieceBytes + 12_345;
    const bytes = sample(length);
    await store.write(id, streamOf(bytes));
    const ranges = [
      [0, length],
      [0, 1],
      [length - 1, length],
      [pieceBytes - 1, pieceBytes + 1],
      [pieceBytes, 2 * pieceBytes],
      [5, 2 * pieceBytes + 6],
    ] as const;
    for (const [start, end] of ranges) {
      expect(isSame(await read(store, id, start, end), bytes.subarray(start, end)), `${start}-${end}`).toBe(true);
    }
  });

  test("of one byte and of exactly one piece are no exception", async () => {
    const store = open(freshRoom());
    for (const length of [1, pieceBytes]) {
      const id = newFileId();
      await store.write(id, streamOf(sample(length)));
      expect(isSame(await read(store, id, 0, length), sample(length))).toBe(true);
    }
  });

  test("are several, of several rooms, and none is another", async () => {
    const [one, two] = [open(freshRoom()), open(freshRoom())];
    const id = newFileId();
    await one.write(id, streamOf(sample(100, 1)));
    await two.write(id, streamOf(sample(100, 2)));
    expect(isSame(await read(one, id, 0, 100), sample(100, 1))).toBe(true);
    expect(isSame(await read(two, id, 0, 100), sample(100, 2))).toBe(true);
  });

  test("are gone once they are deleted, and nothing else is", async () => {
    const store = open(freshRoom());
    const [gone, kept] = [newFileId(), newFileId()];
    await store.write(gone, streamOf(sample(pieceBytes + 1)));
    await store.write(kept, streamOf(sample(10)));
    await store.delete([gone, newFileId()]);
    await store.delete([gone]);
    await expect(read(store, gone, 0, 10)).rejects.toThrow();
    expect(isSame(await read(store, kept, 0, 10), sample(10))).toBe(true);
  });

  test("that break off are never taken for whole, and can be deleted", async () => {
    const store = open(freshRoom());
    const id = newFileId();
    const { readable, writable } = new IdentityTransformStream();
    const written = store.write(id, readable).catch(() => 0);
    const writer = writable.getWriter();
    const length = pieceBytes + 1_000;
    await writer.write(sample(pieceBytes));
    await writer.abort(new Error("the sender left")).catch(() => {});
    expect(await written).toBeLessThan(length);
    await store.delete([id]);
    await expect(read(store, id, 0, 10)).rejects.toThrow();
  });
});
