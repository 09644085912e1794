import { ascii, type ByteReader, DamagedFile, drop } from "./byte-reader.ts";
import { checkedSize, type PictureSize, type Write } from "./picture.ts";

const [EXTENSION, IMAGE, TRAILER] = [0x21, 0x2c, 0x3b];
const [CONTROL, APPLICATION] = [0xf9, 0xff];
/** Applications whose extension says how often an animation repeats. */
const LOOPS: ReadonlySet<string> = new Set(["NETSCAPE2.0", "ANIMEXTS1.0"]);

/** Copies a GIF without comments, texts and the data of applications, XMP among them. */
export async function cleanGif(input: ByteReader, write: Write): Promise<PictureSize> {
  const header = (await input.take(13)).slice();
  const size = checkedSize((header[6] ?? 0) | ((header[7] ?? 0) << 8), (header[8] ?? 0) | ((header[9] ?? 0) << 8));
  await write(header);
  await passColors(input, header[10] ?? 0, write);
  let hasPixels = false;
  for (;;) {
    const kind = (await input.take(1))[0];
    if (kind === TRAILER) break;
    if (kind === IMAGE) {
      hasPixels = true;
      const image = (await input.take(9)).slice();
      await write(Uint8Array.of(IMAGE, ...image));
      await passColors(input, image[8] ?? 0, write);
      await input.pass(1, write);
      await passBlocks(input, write);
    } else if (kind === EXTENSION) await passExtension(input, write);
    else throw new DamagedFile("no block");
  }
  if (!hasPixels) throw new DamagedFile("no picture in the file");
  await write(Uint8Array.of(TRAILER));
  return size;
}

/** A table of colors follows if the highest bit of the flags is set. */
async function passColors(input: ByteReader, flags: number, write: Write): Promise<void> {
  if ((flags & 0x80) !== 0) await input.pass(3 * 2 ** ((flags & 7) + 1), write);
}

async function passExtension(input: ByteReader, write: Write): Promise<void> {
  const label = (await input.take(1))[0] ?? 0;
  const held = await input.peek(12);
  const isKept = label === CONTROL || (label === APPLICATION && held[0] === 11 && LOOPS.has(ascii(held, 1, 11)));
  if (isKept) await write(Uint8Array.of(EXTENSION, label));
  await passBlocks(input, isKept ? write : drop);
}

/** Each block has its length before it; an empty one is the last. */
async function passBlocks(input: ByteReader, write: Write): Promise<void> {
  for (;;) {
    const length = (await input.take(1))[0] ?? 0;
    await write(Uint8Array.of(length));
    if (length === 0) return;
    await write((await input.take(length)).slice());
  }
}
