// What every store of files has to do, over each of them.
import { describe, expect, test } from "vitest";
import type { FileStore } from "../../src/capabilities/files/file-store.ts";
import { newFileId } from "../../src/capabilities/files/stored-file.ts";
import { STORES, sample, streamOf } from "./file-stores.ts";
import { freshRoom } from "./test-socket.ts";

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
