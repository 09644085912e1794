import { ascii, type ByteReader, DamagedFile, drop, little } from "./byte-reader.ts";
import { checkedSize, type PictureSize, type Write } from "./picture.ts";

const [EXTENSION, IMAGE, TRAILER] = [0x21, 0x2c, 0x3b];
const [CONTROL, APPLICATION] = [0xf9, 0xff];
/** Applications whose extension says how often an animation repeats. */
const LOOPS: ReadonlySet<string> = new Set(["NETSCAPE2.0", "ANIMEXTS1.0"]);
/** Bytes of compressed pixels beyond two for each pixel, which no encoder needs. */
const SPARE_BYTES = 1_024;

/** Extensions that stay, in the one form that decoders read. */
interface Kept {
  /** How the next image is shown. */
  control?: Uint8Array;
  hasLoop: boolean;
}

/** Copies a GIF without comments, texts and the data of applications, XMP among them. */
export async function cleanGif(input: ByteReader, write: Write): Promise<PictureSize> {
  const header = await input.take(13);
  const size = checkedSize(little(header, 6, 2), little(header, 8, 2));
  await write(header);
  await passColors(input, header[10] ?? 0, write);
  const kept: Kept = { hasLoop: false };
  let hasPixels = false;
  for (;;) {
    const kind = (await input.take(1))[0];
    if (kind === TRAILER) break;
    if (kind === IMAGE) {
      hasPixels = true;
      if (kept.control !== undefined) await write(kept.control);
      delete kept.control;
      await passImage(input, size, write);
    } else if (kind === EXTENSION) await passExtension(input, kept, write);
    else throw new DamagedFile("no block");
  }
  if (!hasPixels) throw new DamagedFile("no picture in the file");
  await write(Uint8Array.of(TRAILER));
  return size;
}

async function passImage(input: ByteReader, size: PictureSize, write: Write): Promise<void> {
  const image = await input.take(9);
  const [x, y, width, height] = [0, 2, 4, 6].map((at) => little(image, at, 2)) as [number, number, number, number];
  // Decoders make the picture larger for such a frame.
  if (x + width > size.width || y + height > size.height) throw new DamagedFile("a frame outside of the picture");
  await write(Uint8Array.of(IMAGE, ...image));
  await passColors(input, image[8] ?? 0, write);
  const codeBits = await input.take(1);
  if ((codeBits[0] ?? 0) < 1 || (codeBits[0] ?? 0) > 11) throw new DamagedFile("no pixels");
  await write(codeBits);
  await passBlocks(input, 2 * width * height + SPARE_BYTES, write);
}

/** A table of colors follows if the highest bit of the flags is set. */
async function passColors(input: ByteReader, flags: number, write: Write): Promise<void> {
  if ((flags & 0x80) !== 0) await input.pass(3 * 2 ** ((flags & 7) + 1), write);
}

async function passExtension(input: ByteReader, kept: Kept, write: Write): Promise<void> {
  const label = (await input.take(1))[0] ?? 0;
  const first = await takeBlock(input);
  if (label === CONTROL && first.length === 4) {
    kept.control = Uint8Array.of(EXTENSION, CONTROL, 4, (first[0] ?? 0) & 0x1f, ...first.subarray(1), 0);
  } else if (label === APPLICATION && LOOPS.has(ascii(first, 0, first.length))) {
    const loop = await takeBlock(input);
    if (loop.length === 3 && loop[0] === 1 && !kept.hasLoop) {
      kept.hasLoop = true;
      await write(Uint8Array.of(EXTENSION, APPLICATION, first.length, ...first, 3, ...loop, 0));
    }
    if (loop.length === 0) return;
  }
  if (first.length > 0) await passBlocks(input, Number.POSITIVE_INFINITY, drop);
}

/** Each block has its length before it; an empty one is the last. */
async function takeBlock(input: ByteReader): Promise<Uint8Array> {
  return input.take((await input.take(1))[0] ?? 0);
}

/** @throws DamagedFile if there are more bytes than this */
async function passBlocks(input: ByteReader, maxBytes: number, write: Write): Promise<void> {
  for (let left = maxBytes; ; ) {
    const block = await takeBlock(input);
    await write(Uint8Array.of(block.length, ...block));
    if (block.length === 0) return;
    left -= block.length;
    if (left < 0) throw new DamagedFile("more than the pixels");
  }
}
