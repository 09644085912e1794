import { ascii, type ByteReader, DamagedFile, uint16 } from "./byte-reader.ts";
import { checkedSize, type PictureSize, type Write } from "./picture.ts";

const [SOI, EOI, SOS, COM] = [0xd8, 0xd9, 0xda, 0xfe];
const [APP0, APP1, APP2, APP14, APP15] = [0xe0, 0xe1, 0xe2, 0xee, 0xef];
/** Markers between SOF0 and SOF15 that are no frames: Huffman tables, an extension, arithmetic coding. */
const NO_FRAME: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);
/** From this orientation on, a picture is shown on its side. */
const FIRST_SIDEWAYS = 5;

/**
 * Copies a JPEG. Of its application segments, those stay that a decoder needs: JFIF, colors (ICC, Adobe), and the
 * orientation, alone in an EXIF segment of its own.
 */
export async function cleanJpeg(input: ByteReader, write: Write): Promise<PictureSize> {
  await write(await input.take(2));
  let size: PictureSize | undefined;
  let orientation = 1;
  let hasScan = false;
  for (;;) {
    const marker = await nextMarker(input);
    if (marker === EOI) break;
    if (marker === SOI) throw new DamagedFile("a picture in a picture");
    const length = uint16(await input.take(2), 0);
    if (length < 2) throw new DamagedFile("a segment without a length");
    const body = (await input.take(length - 2)).slice();
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker)) size = checkedSize(uint16(body, 3), uint16(body, 1));
    if (marker === APP1 && orientation === 1) {
      orientation = orientationIn(body);
      if (orientation !== 1) await write(orientationSegment(orientation));
    }
    const kept = keptPart(marker, body);
    if (kept === undefined) continue;
    await write(Uint8Array.of(0xff, marker, (kept.length + 2) >> 8, (kept.length + 2) & 0xff));
    await write(kept);
    if (marker !== SOS) continue;
    hasScan = true;
    await passScan(input, write);
  }
  if (size === undefined || !hasScan) throw new DamagedFile("no picture in the file");
  await write(Uint8Array.of(0xff, EOI));
  return orientation < FIRST_SIDEWAYS ? size : { width: size.height, height: size.width };
}

/** Any number of 0xff may stand before a marker. */
async function nextMarker(input: ByteReader): Promise<number> {
  if ((await input.take(1))[0] !== 0xff) throw new DamagedFile("no marker");
  for (;;) {
    const marker = (await input.take(1))[0] ?? 0;
    if (marker !== 0xff) return marker;
  }
}

/** The part of a segment that stays; `undefined` if none does. */
function keptPart(marker: number, body: Uint8Array): Uint8Array | undefined {
  if (marker === COM) return undefined;
  if (marker < APP0 || marker > APP15) return body;
  if (marker === APP0 && ascii(body, 0, 5) === "JFIF\0") {
    // The last two of these bytes are the size of a thumbnail, which goes.
    const header = body.slice(0, 14);
    header.fill(0, 12);
    return header.length === 14 ? header : undefined;
  }
  const isColor =
    (marker === APP2 && ascii(body, 0, 12) === "ICC_PROFILE\0") || (marker === APP14 && ascii(body, 0, 5) === "Adobe");
  return isColor ? body : undefined;
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

/** An EXIF segment that says the orientation and nothing else. */
function orientationSegment(orientation: number): Uint8Array {
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0];
  const header = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const directory = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  const body = [...exif, ...header, ...directory];
  return Uint8Array.of(0xff, APP1, 0, body.length + 2, ...body);
}
