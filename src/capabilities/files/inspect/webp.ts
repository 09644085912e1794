import { ascii, type ByteReader, DamagedFile, drop, little, writeZeros } from "./byte-reader.ts";
import { cleanProfile } from "./color-profile.ts";
import { checkedSize, type PictureSize, type Write } from "./picture.ts";
import { type Chunk, nextChunk, passChunk, replaceChunk } from "./riff.ts";

/** Bits of the header that say that EXIF and XMP follow. */
const METADATA_FLAGS = 0x0c;
const ANIMATION_FLAG = 0x02;
/** A name that decoders skip. */
const BLANK = "SKIP";
/** The largest color profile that is kept. */
const MAX_PROFILE_BYTES = 1024 * 1024;
/** Bytes before the picture of a frame: its place, its size and its time. */
const FRAME_BYTES = 16;
/** Bytes of transparency beyond one for each pixel, which no encoder needs. */
const SPARE_BYTES = 1_024;

/**
 * Copies a WebP. The length of the whole is at its start, so everything that is not needed is overwritten by zeros in its place:
 * that way, it can be copied as it streams by.
 */
export async function cleanWebp(input: ByteReader, write: Write): Promise<PictureSize> {
  const header = await input.take(12);
  await write(header);
  const copy = new WebpCopy(input, write);
  for (let left = little(header, 4, 4) - 4; left > 0; ) {
    const chunk = await nextChunk(input, left);
    left -= chunk.bytes;
    await copy.pass(chunk);
  }
  return copy.end();
}

class WebpCopy {
  readonly #input: ByteReader;
  readonly #write: Write;
  readonly #seen = new Set<string>();
  #size: PictureSize | undefined;
  #isExtended = false;
  #isAnimated = false;
  #hasPixels = false;

  constructor(input: ByteReader, write: Write) {
    this.#input = input;
    this.#write = write;
  }

  async pass(chunk: Chunk): Promise<void> {
    if (this.#size === undefined) return this.#first(chunk);
    const { length, name } = chunk;
    const isFirst = !this.#seen.has(name);
    this.#seen.add(name);
    if (name === "ANMF" && this.#isAnimated) await this.#frame(chunk);
    else if (!this.#isExtended || !isFirst) await this.#blank(chunk);
    else if (name === "ICCP" && length <= MAX_PROFILE_BYTES) await this.#profile(chunk);
    else if (name === "ANIM" && this.#isAnimated && length === 6) await passChunk(chunk, this.#input, this.#write);
    else if (name === "ALPH" && !this.#isAnimated) await this.#alpha(chunk, this.#size);
    else if (isPicture(name) && !this.#isAnimated && !this.#hasPixels) await this.#picture(chunk, this.#size);
    else await this.#blank(chunk);
  }

  end(): PictureSize {
    if (this.#size === undefined || !this.#hasPixels) throw new DamagedFile("no picture in the file");
    return this.#size;
  }

  /** The first chunk is the picture, or a header of several chunks. */
  async #first(chunk: Chunk): Promise<void> {
    if (isPicture(chunk.name)) return this.#picture(chunk);
    if (chunk.name !== "VP8X" || chunk.length !== 10) throw new DamagedFile("no size");
    const body = await this.#input.take(10);
    const flags = (body[0] ?? 0) & ~METADATA_FLAGS;
    this.#size = checkedSize(little(body, 4, 3) + 1, little(body, 7, 3) + 1);
    this.#isExtended = true;
    this.#isAnimated = (flags & ANIMATION_FLAG) !== 0;
    await this.#write(chunk.head);
    await this.#write(body.fill(0, 1, 4).with(0, flags));
  }

  /** @param expected the size that it has to have, if something has said one */
  async #picture(chunk: Chunk, expected?: PictureSize): Promise<void> {
    const size = sizeOf(chunk, await this.#input.peek(Math.min(chunk.length, 10)));
    if (expected !== undefined && (size.width !== expected.width || size.height !== expected.height)) {
      throw new DamagedFile("two sizes");
    }
    this.#size ??= size;
    this.#hasPixels = true;
    await passChunk(chunk, this.#input, this.#write);
  }

  async #alpha(chunk: Chunk, { height, width }: PictureSize): Promise<void> {
    if (chunk.length > width * height + SPARE_BYTES) throw new DamagedFile("more than the pixels");
    await passChunk(chunk, this.#input, this.#write);
  }

  /** A frame of an animation: its picture, with transparency before it. */
  async #frame({ bytes, head, length }: Chunk): Promise<void> {
    if (length < FRAME_BYTES) throw new DamagedFile("no frame");
    const control = await this.#input.take(FRAME_BYTES);
    const [x, y, width, height] = [0, 3, 6, 9].map((at) => little(control, at, 3)) as [number, number, number, number];
    const size = checkedSize(width + 1, height + 1);
    const canvas = this.#size ?? { width: 0, height: 0 };
    if (2 * x + size.width > canvas.width || 2 * y + size.height > canvas.height) {
      throw new DamagedFile("a frame outside of the picture");
    }
    await this.#write(head);
    await this.#write(control.with(15, (control[15] ?? 0) & 3));
    let [hasAlpha, hasPicture] = [false, false];
    for (let left = bytes - head.length - FRAME_BYTES; left > 0; ) {
      const chunk = await nextChunk(this.#input, left);
      left -= chunk.bytes;
      if (chunk.name === "ALPH" && !hasAlpha && !hasPicture) {
        hasAlpha = true;
        await this.#alpha(chunk, size);
      } else if (isPicture(chunk.name) && !hasPicture) {
        hasPicture = true;
        await this.#picture(chunk, size);
      } else await this.#blank(chunk);
    }
    if (!hasPicture) throw new DamagedFile("a frame without a picture");
  }

  async #profile({ bytes, head, length }: Chunk): Promise<void> {
    const cleaned = cleanProfile(await this.#input.take(length));
    await this.#input.pass(bytes - head.length - length, drop);
    await this.#write(head);
    if (cleaned !== undefined) await this.#write(cleaned);
    await writeZeros(bytes - head.length - (cleaned?.length ?? 0), this.#write);
  }

  async #blank(chunk: Chunk): Promise<void> {
    await replaceChunk(chunk, BLANK, this.#input, this.#write);
  }
}

function isPicture(name: string): boolean {
  return name === "VP8 " || name === "VP8L";
}

/** The size in the first bytes of a picture. */
function sizeOf({ length, name }: Chunk, body: Uint8Array): PictureSize {
  if (name === "VP8L" && length >= 5 && body[0] === 0x2f) {
    const bits = little(body, 1, 4);
    // The version is 0.
    if (bits < 2 ** 29) return checkedSize((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (name === "VP8 " && length >= 10 && ascii(body, 3, 3) === "\x9d\x01\x2a") {
    const tag = little(body, 0, 3);
    // A key frame, whose first part is within the chunk.
    const isWhole = (tag & 1) === 0 && 10 + (tag >> 5) <= length;
    if (isWhole) return checkedSize(little(body, 6, 2) & 0x3fff, little(body, 8, 2) & 0x3fff);
  }
  throw new DamagedFile("no size");
}
