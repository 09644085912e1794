import { ascii, type ByteReader, DamagedFile, drop } from "./byte-reader.ts";
import { checkedSize, type PictureSize, type Write } from "./picture.ts";

/** Chunks that a decoder needs. */
const KEPT: ReadonlySet<string> = new Set(["VP8X", "VP8 ", "VP8L", "ANIM", "ANMF", "ALPH", "ICCP"]);
/** Bits of the header that say that EXIF and XMP follow. */
const METADATA_FLAGS = 0x0c;
/** A name that decoders skip. */
const BLANK = new TextEncoder().encode("SKIP");
const ZEROS = new Uint8Array(4_096);

/**
 * Copies a WebP. The length of the whole is at its start, so metadata is overwritten by zeros in its place: that way, it
 * can be copied as it streams by.
 */
export async function cleanWebp(input: ByteReader, write: Write): Promise<PictureSize> {
  const header = (await input.take(12)).slice();
  let left = little(header, 4, 4) - 4;
  await write(header);
  let size: PictureSize | undefined;
  let hasPixels = false;
  while (left > 0) {
    const head = (await input.take(8)).slice();
    const name = ascii(head, 0, 4);
    const length = little(head, 4, 4);
    // A chunk of odd length is padded.
    const padded = length + (length % 2);
    left -= 8 + padded;
    if (left < 0) throw new DamagedFile("a chunk is longer than the file");
    hasPixels ||= name === "VP8 " || name === "VP8L" || name === "ANMF";
    size ??= sizeIn(name, await input.peek(Math.min(padded, 10)));
    if (!KEPT.has(name)) {
      head.set(BLANK);
      await write(head);
      await input.pass(padded, drop);
      for (let zeros = padded; zeros > 0; zeros -= ZEROS.length) await write(ZEROS.subarray(0, zeros));
      continue;
    }
    await write(head);
    if (name !== "VP8X") {
      await input.pass(padded, write);
      continue;
    }
    const body = (await input.take(padded)).slice();
    body[0] = (body[0] ?? 0) & ~METADATA_FLAGS;
    await write(body);
  }
  if (size === undefined || !hasPixels) throw new DamagedFile("no picture in the file");
  return size;
}

/** The size in the first chunk of a file; its layout depends on the kind of picture. */
function sizeIn(name: string, body: Uint8Array): PictureSize | undefined {
  if (name === "VP8X" && body.length >= 10) return checkedSize(little(body, 4, 3) + 1, little(body, 7, 3) + 1);
  if (name === "VP8 " && body.length >= 10)
    return checkedSize(little(body, 6, 2) & 0x3fff, little(body, 8, 2) & 0x3fff);
  if (name === "VP8L" && body.length >= 5) {
    const bits = little(body, 1, 4);
    return checkedSize((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  throw new DamagedFile("no size");
}

/** A number, its lowest byte first. */
function little(bytes: Uint8Array, at: number, length: number): number {
  return Array.from(bytes.subarray(at, at + length)).reduceRight((sum, byte) => sum * 256 + byte, 0);
}
