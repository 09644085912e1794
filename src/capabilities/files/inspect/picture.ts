import { type ByteReader, DamagedFile } from "./byte-reader.ts";

/** Pixels of a picture. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Longest side of a picture. Browsers refuse to show more. */
const MAX_SIDE = 32_767;

/** Pixels of a picture: those of the largest phone camera. Decoded, each takes four bytes of a reader's memory. */
const MAX_PIXELS = 200_000_000;

/** The destination of a cleaned file. */
export type Write = (bytes: Uint8Array) => Promise<void>;

/**
 * Copies a picture, sound or a video without its metadata and without anything after its end, as it streams by. Nothing is encoded
 * again.
 *
 * @throws DamagedFile
 */
export type Cleaner = (input: ByteReader, write: Write) => Promise<PictureSize | undefined>;

/** @throws DamagedFile if a reader's browser would run out of memory */
export function checkedSize(width: number, height: number): PictureSize {
  const isShown = width > 0 && height > 0 && Math.max(width, height) <= MAX_SIDE && width * height <= MAX_PIXELS;
  if (!isShown) throw new DamagedFile("no size that can be shown");
  return { width, height };
}
