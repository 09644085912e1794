import { ascii, type ByteReader, DamagedFile, drop, uint32 } from "./byte-reader.ts";
import { checkedSize, type PictureSize, type Write } from "./picture.ts";

const SIGNATURE_BYTES = 8;

/** Chunks that a decoder needs to show the picture, animations included. Text, times, EXIF and unknown ones go. */
const KEPT: ReadonlySet<string> = new Set(
  "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split(" "),
);

/** Longest chunk apart from pixels: a large color profile. */
const MAX_OTHER_BYTES = 4 * 1024 * 1024;

/** Copies a PNG, chunk by chunk. */
export async function cleanPng(input: ByteReader, write: Write): Promise<PictureSize> {
  await write((await input.take(SIGNATURE_BYTES)).slice());
  let size: PictureSize | undefined;
  let hasPixels = false;
  for (;;) {
    const head = (await input.take(8)).slice();
    const length = uint32(head, 0);
    const type = ascii(head, 4, 4);
    if ((type === "IHDR") !== (size === undefined)) throw new DamagedFile("no header, or two");
    if (type === "IHDR") {
      const header = (await input.peek(length)).slice(0, 8);
      if (length !== 13 || header.length < 8) throw new DamagedFile("no header");
      size = checkedSize(uint32(header, 0), uint32(header, 4));
    }
    if (type === "IDAT") hasPixels = true;
    else if (type !== "fdAT" && length > MAX_OTHER_BYTES) throw new DamagedFile("a chunk is too long");
    const isKept = KEPT.has(type);
    if (isKept) await write(head);
    // A checksum follows.
    await input.pass(length + 4, isKept ? write : drop);
    if (type === "IEND") break;
  }
  if (size === undefined || !hasPixels) throw new DamagedFile("no picture in the file");
  return size;
}
