import { ascii, type ByteReader, DamagedFile, drop, uint32 } from "./byte-reader.ts";
import { Checksum } from "./checksum.ts";
import { cleanProfile, MAX_PROFILE_BYTES } from "./color-profile.ts";
import { deflated, InflateCheck, inflated } from "./inflate.ts";
import { checkedSize, type PictureSize, type Write } from "./picture.ts";

const SIGNATURE_BYTES = 8;

/** Chunks besides pixels that a decoder needs, and their lengths. Each is there once. Everything else goes. */
const LENGTHS: Readonly<Record<string, (length: number) => boolean>> = {
  PLTE: (length) => length > 0 && length <= 768 && length % 3 === 0,
  IEND: (length) => length === 0,
  tRNS: (length) => length > 0 && length <= 256,
  cHRM: (length) => length === 32,
  gAMA: (length) => length === 4,
  sRGB: (length) => length === 1,
  cICP: (length) => length === 4,
  mDCV: (length) => length === 24,
  cLLI: (length) => length === 8,
  iCCP: (length) => length <= MAX_PROFILE_BYTES,
  acTL: (length) => length === 8,
  fcTL: (length) => length === 26,
};

/** Samples of a pixel, by the kind of color, and bits that a sample may have. */
const COLORS: Readonly<Record<number, readonly [samples: number, depths: readonly number[]]>> = {
  0: [1, [1, 2, 4, 8, 16]],
  2: [3, [8, 16]],
  3: [1, [1, 2, 4, 8]],
  4: [2, [8, 16]],
  6: [4, [8, 16]],
};

/** The first column and row of each pass of an interlaced picture, and the steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of all frames together when inflated: those of the largest picture. */
const MAX_INFLATED_BYTES = 1_000_000_000;

/** Longest chunk that is dropped. */
const MAX_DROPPED_BYTES = 4 * 1024 * 1024;

interface Header extends PictureSize {
  readonly bits: number;
  readonly isInterlaced: boolean;
}

/** Copies a PNG, chunk by chunk. Its checksums have to be right, and its pixels as many as it says. */
export async function cleanPng(input: ByteReader, write: Write): Promise<PictureSize> {
  await write(await input.take(SIGNATURE_BYTES));
  const header = await passHeader(input, write);
  const pixels = new Pixels(header);
  const seen = new Set<string>();
  for (;;) {
    const head = await input.take(8);
    const length = uint32(head, 0);
    const type = ascii(head, 4, 4);
    if (type === "IDAT" || type === "fdAT") {
      await pixels.pass(type, length, input, write);
      continue;
    }
    await pixels.end();
    const isLength = LENGTHS[type];
    if (isLength === undefined) {
      await dropChunk(input, type, length);
      continue;
    }
    if (!isLength(length) || (seen.has(type) && type !== "fcTL")) throw new DamagedFile("no such chunk");
    seen.add(type);
    const body = await input.take(length);
    await checkSum(input, head, body);
    if (type === "acTL") pixels.animate(uint32(body, 0));
    if (type === "fcTL") pixels.frame(body);
    const kept = type === "iCCP" ? await cleanedProfile(body) : body;
    if (kept !== undefined) await write(chunk(type, kept));
    if (type === "IEND") break;
  }
  if (!pixels.isWhole) throw new DamagedFile("no picture in the file");
  return { width: header.width, height: header.height };
}

async function passHeader(input: ByteReader, write: Write): Promise<Header> {
  const head = await input.take(8);
  if (uint32(head, 0) !== 13 || ascii(head, 4, 4) !== "IHDR") throw new DamagedFile("no header");
  const body = await input.take(13);
  const [depth = 0, color = 0, compression, filter, interlace = 0] = body.subarray(8);
  const size = checkedSize(uint32(body, 0), uint32(body, 4));
  const [samples, depths] = COLORS[color] ?? [0, []];
  if (!depths.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1) throw new DamagedFile("no header");
  await checkSum(input, head, body);
  await write(chunk("IHDR", body));
  return { ...size, bits: samples * depth, isInterlaced: interlace === 1 };
}

/** Pixels of the picture, and of the frames of an animation. */
class Pixels {
  readonly #header: Header;
  #check: InflateCheck | undefined;
  #hasPicture = false;
  #framesLeft = 0;
  #frame: PictureSize | undefined;
  #bytes = 0;

  constructor(header: Header) {
    this.#header = header;
  }

  get isWhole(): boolean {
    return this.#hasPicture;
  }

  animate(frames: number): void {
    this.#framesLeft = frames;
  }

  /** A frame is within the picture. */
  frame(control: Uint8Array): void {
    const [width, height, x, y] = [4, 8, 12, 16].map((at) => uint32(control, at)) as [number, number, number, number];
    const isWithin = width > 0 && height > 0 && x + width <= this.#header.width && y + height <= this.#header.height;
    if (!isWithin || this.#framesLeft === 0) throw new DamagedFile("a frame outside of the picture");
    this.#framesLeft -= 1;
    this.#frame = { width, height };
  }

  async pass(type: "IDAT" | "fdAT", length: number, input: ByteReader, write: Write): Promise<void> {
    if (this.#check === undefined) this.#check = this.#begin(type);
    const check = this.#check;
    const head = chunkHead(type, length);
    const sum = Checksum.png().add(head.subarray(4));
    await write(head);
    // A number stands before the pixels of a frame.
    const number = await input.take(type === "fdAT" ? 4 : 0);
    await write(number);
    sum.add(number);
    await input.pass(length - number.length, async (part) => {
      sum.add(part);
      await check.write(part);
      await write(part);
    });
    const found = await input.take(4);
    if (uint32(found, 0) !== sum.value()) throw new DamagedFile("a wrong checksum");
    await write(found);
  }

  /** The chunks of a picture follow one another. */
  async end(): Promise<void> {
    const check = this.#check;
    this.#check = undefined;
    await check?.end();
  }

  #begin(type: "IDAT" | "fdAT"): InflateCheck {
    if (type === "IDAT" && this.#hasPicture) throw new DamagedFile("two pictures");
    const size = type === "IDAT" ? this.#header : this.#frame;
    // A frame before the picture is the picture itself, so it may have no pixels of its own.
    if (size === undefined || (type === "fdAT" && !this.#hasPicture)) throw new DamagedFile("pixels of no frame");
    this.#hasPicture = true;
    this.#frame = undefined;
    const bytes = inflatedBytes(size, this.#header);
    this.#bytes += bytes;
    if (this.#bytes > MAX_INFLATED_BYTES) throw new DamagedFile("too many pixels");
    return new InflateCheck(bytes);
  }
}

/** A byte for the filter comes before each row. */
function inflatedBytes({ height, width }: PictureSize, { bits, isInterlaced }: Header): number {
  const bytesOf = (columns: number, rows: number) => (columns > 0 ? rows * (1 + Math.ceil((columns * bits) / 8)) : 0);
  if (!isInterlaced) return bytesOf(width, height);
  return PASSES.map(([x, y, right, down]) =>
    bytesOf(Math.ceil((width - x) / right), Math.max(0, Math.ceil((height - y) / down))),
  ).reduce((sum, bytes) => sum + bytes, 0);
}

/** Decoders refuse a picture with an unknown chunk whose name begins with a capital. */
async function dropChunk(input: ByteReader, type: string, length: number): Promise<void> {
  if (!/^[a-z][A-Za-z]{3}$/.test(type) || length > MAX_DROPPED_BYTES) throw new DamagedFile("no such chunk");
  await input.pass(length + 4, drop);
}

async function checkSum(input: ByteReader, head: Uint8Array, body: Uint8Array): Promise<void> {
  const sum = Checksum.png().add(head.subarray(4)).add(body).value();
  if (uint32(await input.take(4), 0) !== sum) throw new DamagedFile("a wrong checksum");
}

/** A profile is compressed behind its name, which goes. */
async function cleanedProfile(body: Uint8Array): Promise<Uint8Array | undefined> {
  const end = body.indexOf(0);
  const profile = end > 0 && end < 80 ? await inflated(body.subarray(end + 2), MAX_PROFILE_BYTES) : undefined;
  const cleaned = profile && cleanProfile(profile);
  if (cleaned === undefined) return undefined;
  const compressed = await deflated(cleaned);
  const kept = new Uint8Array(5 + compressed.length);
  kept.set([0x49, 0x43, 0x43, 0, 0]);
  kept.set(compressed, 5);
  return kept;
}

function chunkHead(type: string, length: number): Uint8Array {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, length);
  head.set(new TextEncoder().encode(type), 4);
  return head;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + body.length);
  whole.set(chunkHead(type, body.length));
  whole.set(body, 8);
  const sum = Checksum.png()
    .add(whole.subarray(4, 8 + body.length))
    .value();
  new DataView(whole.buffer).setUint32(8 + body.length, sum);
  return whole;
}
