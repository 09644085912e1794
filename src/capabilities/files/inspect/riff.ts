import { ascii, type ByteReader, DamagedFile, drop, little, writeZeros } from "./byte-reader.ts";
import type { Write } from "./picture.ts";

/** The head of a chunk in a RIFF file. Its body follows. */
export interface Chunk {
  readonly name: string;
  readonly head: Uint8Array;
  /** Bytes of the body. */
  readonly length: number;
  /** Bytes of all: a body of odd length is padded. */
  readonly bytes: number;
}

/**
 * Reads the head of the next chunk.
 *
 * @param left bytes of what it is in
 * @throws DamagedFile if it is longer than that
 */
export async function nextChunk(input: ByteReader, left: number): Promise<Chunk> {
  const head = await input.take(8);
  const length = little(head, 4, 4);
  const bytes = 8 + length + (length % 2);
  if (bytes > left) throw new DamagedFile("a chunk is longer than the file");
  return { name: ascii(head, 0, 4), head, length, bytes };
}

/** Copies a chunk whose head was read. */
export async function passChunk({ bytes, head, length }: Chunk, input: ByteReader, write: Write): Promise<void> {
  await write(head);
  await input.pass(length, write);
  await input.pass(bytes - head.length - length, drop);
  await writeZeros(bytes - head.length - length, write);
}

/** Writes a chunk of zeros instead of one whose head was read. */
export async function replaceChunk(
  { bytes, head }: Chunk,
  name: string,
  input: ByteReader,
  write: Write,
): Promise<void> {
  const blank = head.slice();
  blank.set(new TextEncoder().encode(name));
  await write(blank);
  await input.pass(bytes - head.length, drop);
  await writeZeros(bytes - head.length, write);
}
