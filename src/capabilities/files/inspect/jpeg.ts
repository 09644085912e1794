import { ascii, type ByteReader, DamagedFile, joined, uint16 } from "./byte-reader.ts";
import { cleanProfile, MAX_PROFILE_BYTES } from "./color-profile.ts";
import { checkedSize, type PictureSize, type Write } from "./picture.ts";

const [SOI, EOI, SOS] = [0xd8, 0xd9, 0xda];
const [DHT, DQT, DRI, COM] = [0xc4, 0xdb, 0xdd, 0xfe];
const [APP0, APP1, APP2, APP14, APP15] = [0xe0, 0xe1, 0xe2, 0xee, 0xef];
/** Frames that browsers decode: baseline, extended and progressive. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** From this orientation on, a picture is shown on its side. */
const FIRST_SIDEWAYS = 5;
/** Segments of a picture: a progressive one has some ten scans, with tables before each. */
const MAX_SEGMENTS = 2_000;

/**
 * Copies a JPEG. Those of its segments stay that a decoder needs, each at the length that its contents say: the frame, tables and
 * scans, JFIF, colors (ICC, Adobe), and the orientation, alone in an EXIF segment of its own.
 */
export async function cleanJpeg(input: ByteReader, write: Write): Promise<PictureSize> {
  await write(await input.take(2));
  const applications = new Applications();
  let size: PictureSize | undefined;
  let hasScan = false;
  for (let segments = 0; ; segments += 1) {
    const marker = await nextMarker(input);
    if (marker === EOI) break;
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI) || segments > MAX_SEGMENTS)
      throw new DamagedFile("no segment");
    const length = uint16(await input.take(2), 0);
    if (length < 2) throw new DamagedFile("a segment without a length");
    const body = await input.take(length - 2);
    if (marker >= APP0 && marker <= APP15) {
      for (const [kept, kind] of applications.kept(marker, body)) await write(segment(kind, kept));
      continue;
    }
    if (marker === COM) continue;
    if (!isWhole(marker, body)) throw new DamagedFile("no such segment");
    if (FRAMES.has(marker)) {
      if (size !== undefined) throw new DamagedFile("two pictures");
      size = checkedSize(uint16(body, 3), uint16(body, 1));
    }
    await write(segment(marker, body));
    if (marker !== SOS) continue;
    if (size === undefined) throw new DamagedFile("pixels without a frame");
    hasScan = true;
    await passScan(input, write);
  }
  if (size === undefined || !hasScan) throw new DamagedFile("no picture in the file");
  await write(Uint8Array.of(0xff, EOI));
  return applications.orientation < FIRST_SIDEWAYS ? size : { width: size.height, height: size.width };
}

/** Whether a segment is exactly as long as its contents say. */
function isWhole(marker: number, body: Uint8Array): boolean {
  if (FRAMES.has(marker)) return body.length === 6 + 3 * (body[5] ?? 0);
  switch (marker) {
    case SOS:
      return body.length === 4 + 2 * (body[0] ?? 0);
    case DRI:
      return body.length === 2;
    case DQT:
      return areTables(body, (first) => ((body[first] ?? 0) >> 4 ? 129 : 65));
    case DHT:
      return areTables(body, (first) => body.subarray(first + 1, first + 17).reduce((sum, count) => sum + count, 17));
    default:
      return false;
  }
}

/** @param lengthAt the length of the table that begins there */
function areTables(body: Uint8Array, lengthAt: (first: number) => number): boolean {
  let at = 0;
  while (at < body.length) at += lengthAt(at);
  return at === body.length && at > 0;
}

function segment(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return Uint8Array.of(0xff, marker, length >> 8, length & 0xff, ...body);
}

/** Decides which part of the application segments stays. Each kind is there once. */
class Applications {
  orientation = 1;
  #hasJfif = false;
  #hasAdobe = false;
  readonly #profile = new Profile();

  *kept(marker: number, body: Uint8Array): Generator<readonly [body: Uint8Array, marker: number]> {
    if (marker === APP0 && ascii(body, 0, 5) === "JFIF\0" && body.length >= 14 && !this.#hasJfif) {
      this.#hasJfif = true;
      // The last two bytes are the size of a thumbnail, which goes.
      yield [body.slice(0, 14).fill(0, 12), APP0];
    } else if (marker === APP14 && ascii(body, 0, 5) === "Adobe" && body.length >= 12 && !this.#hasAdobe) {
      this.#hasAdobe = true;
      // A version, flags of Photoshop's, and the way in which the colors are coded.
      yield [body.slice(0, 12).fill(0, 7, 11), APP14];
    } else if (marker === APP1 && this.orientation === 1) {
      this.orientation = orientationIn(body);
      if (this.orientation !== 1) yield [orientationBody(this.orientation), APP1];
    } else if (marker === APP2 && ascii(body, 0, 12) === PROFILE) {
      for (const part of this.#profile.add(body)) yield [part, APP2];
    }
  }
}

const PROFILE = "ICC_PROFILE\0";
const PROFILE_HEAD_BYTES = PROFILE.length + 2;

/** A color profile, in several segments if it is large. It is cleaned and kept if all of them come in their order. */
class Profile {
  readonly #parts: Uint8Array[] = [];
  #length = 0;
  #isOver = false;

  /** @returns all segments, with the last of them */
  add(body: Uint8Array): Uint8Array[] {
    const [number, count = 0] = body.subarray(PROFILE.length, PROFILE_HEAD_BYTES);
    this.#length += body.length;
    this.#isOver ||= number !== this.#parts.length + 1 || this.#length > MAX_PROFILE_BYTES;
    if (this.#isOver) return [];
    this.#parts.push(body);
    if (number !== count) return [];
    this.#isOver = true;
    return this.#cleaned();
  }

  #cleaned(): Uint8Array[] {
    const parts = this.#parts.map((part) => part.subarray(PROFILE_HEAD_BYTES));
    const cleaned = cleanProfile(joined(parts));
    if (cleaned === undefined) return [];
    let at = 0;
    for (const part of parts) {
      part.set(cleaned.subarray(at, at + part.length));
      at += part.length;
    }
    return this.#parts;
  }
}

/** Any number of 0xff may stand before a marker. */
async function nextMarker(input: ByteReader): Promise<number> {
  if ((await input.take(1))[0] !== 0xff) throw new DamagedFile("no marker");
  for (;;) {
    const marker = (await input.take(1))[0] ?? 0;
    if (marker !== 0xff) return marker;
  }
}

/** Copies compressed data up to the next marker. In it, 0xff stands before 0 or a restart marker only. */
async function passScan(input: ByteReader, write: Write): Promise<void> {
  for (;;) {
    const held = await input.peek(2);
    if (held.length < 2) throw new DamagedFile("the picture ends too early");
    const end = endOfScan(held);
    const part = held.slice(0, end ?? (held.at(-1) === 0xff ? -1 : undefined));
    input.skip(part.length);
    await write(part);
    if (end !== undefined) return;
  }
}

function endOfScan(bytes: Uint8Array): number | undefined {
  for (let at = bytes.indexOf(0xff); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return undefined;
}

/** The orientation in an EXIF segment, 1 (upright) to 8. */
function orientationIn(body: Uint8Array): number {
  if (ascii(body, 0, 6) !== "Exif\0\0") return 1;
  const tiff = new DataView(body.buffer, body.byteOffset + 6, body.length - 6);
  try {
    const isLittle = tiff.getUint16(0) === 0x4949;
    const directory = tiff.getUint32(4, isLittle);
    const entries = tiff.getUint16(directory, isLittle);
    for (let index = 0; index < entries; index += 1) {
      const entry = directory + 2 + index * 12;
      if (tiff.getUint16(entry, isLittle) !== 0x0112) continue;
      const value = tiff.getUint16(entry + 8, isLittle);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    // An offset outside of the segment: nothing can be read from it.
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** The body of an EXIF segment that says the orientation and nothing else. */
function orientationBody(orientation: number): Uint8Array {
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];
  const header = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const directory = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  return Uint8Array.of(...exif, ...header, ...directory);
}
