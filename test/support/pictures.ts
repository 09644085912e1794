// Pictures of a few bytes, with and without what must not be stored.

const text = (value: string) => new TextEncoder().encode(value);

export function bytes(...parts: (readonly number[] | Uint8Array | string)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...(typeof part === "string" ? text(part) : part)]));
}

const big32 = (value: number) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
const little32 = (value: number) => big32(value).reverse();
const big16 = (value: number) => [value >> 8, value & 0xff];

/** The text that a test looks for in a stored file. */
export const SECRET = "GPS 52.52N 13.40E";

function segment(marker: number, body: Uint8Array): Uint8Array {
  return bytes([0xff, marker], big16(body.length + 2), body);
}

/** A segment of EXIF with an orientation, and a text. */
export function exif(orientation: number): Uint8Array {
  const directory = [...big16(1), 0x01, 0x12, 0, 3, ...big32(1), ...big16(orientation), 0, 0, ...big32(0)];
  return segment(0xe1, bytes("Exif\0\0", "MM\0*", big32(8), directory, SECRET));
}

/** @param extra segments before the picture */
export function jpeg(
  width = 40,
  height = 30,
  extra: readonly Uint8Array[] = [],
  after: Uint8Array = bytes(),
): Uint8Array {
  const jfif = segment(0xe0, bytes("JFIF\0", [1, 2, 0], big16(1), big16(1), [0, 0]));
  const frame = segment(0xc0, bytes([8], big16(height), big16(width), [1, 1, 0x11, 0]));
  const scan = segment(0xda, bytes([1, 1, 0, 0, 63, 0]));
  return bytes(
    [0xff, 0xd8],
    jfif,
    ...extra,
    frame,
    scan,
    [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
    [0xff, 0xd9],
    after,
  );
}

function crc32(body: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** A chunk of a PNG. */
export function chunk(type: string, body: Uint8Array = bytes()): Uint8Array {
  return bytes(big32(body.length), type, body, big32(crc32(bytes(type, body))));
}

/** A stream of zlib that is not compressed, of up to 65,535 bytes. */
export function zlib(body: Uint8Array): Uint8Array {
  let [one, two] = [1, 0];
  for (const byte of body) {
    one = (one + byte) % 65_521;
    two = (two + one) % 65_521;
  }
  const length = [body.length & 0xff, body.length >> 8];
  return bytes(
    [0x78, 0x01, 1],
    length,
    length.map((byte) => byte ^ 0xff),
    body,
    big16(two),
    big16(one),
  );
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The compressed pixels of a PNG of three bytes a pixel. Those of a huge one are too few. */
export function pixels(width = 40, height = 30): Uint8Array {
  return zlib(new Uint8Array(Math.min(height * (1 + 3 * width), 65_535)));
}

/** A PNG up to its header. */
export function pngHeader(width = 40, height = 30, interlaced = 0): Uint8Array {
  return bytes(PNG, chunk("IHDR", bytes(big32(width), big32(height), [8, 2, 0, 0, interlaced])));
}

/** @param extra chunks before the pixels */
export function png(
  width = 40,
  height = 30,
  extra: readonly Uint8Array[] = [],
  after: Uint8Array = bytes(),
): Uint8Array {
  return bytes(pngHeader(width, height), ...extra, chunk("IDAT", pixels(width, height)), chunk("IEND"), after);
}

/** The control chunk of a frame of an animated PNG. */
export function pngFrame(width: number, height: number): Uint8Array {
  return chunk("fcTL", bytes(big32(0), big32(width), big32(height), big32(0), big32(0), [0, 1, 0, 1, 0, 0]));
}

/** A color profile with a curve, and one that has a description too, in a tag and behind the tags. */
export function colorProfile(said = ""): Uint8Array {
  const curve = bytes("curv", big32(0), big32(1), [2, 0x33]);
  const tags = 1 + Number(said !== "");
  const first = 132 + 12 * 2;
  const entries = bytes(
    "gTRC",
    big32(first),
    big32(curve.length),
    said === "" ? [] : ["desc"].flatMap((name) => [...bytes(name, big32(first + curve.length), big32(said.length))]),
  );
  const length = first + curve.length + SECRET.length;
  const header = bytes(big32(length), big32(0), "....mntrRGB XYZ ", new Uint8Array(12), "acsp", new Uint8Array(88));
  const table = bytes(big32(tags), entries, new Uint8Array(24 - entries.length));
  const behind = bytes(said, new Uint8Array(SECRET.length - said.length));
  return bytes(
    header.subarray(0, 48),
    said === "" ? new Uint8Array(8) : "DELL0042",
    header.subarray(56),
    table,
    curve,
    behind,
  );
}

/** An image of a GIF at the left upper corner. */
export function gifImage(width = 40, height = 30, data: Uint8Array = bytes([0x44, 0x01])): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const block = data.subarray(at, at + 255);
    blocks.push(bytes([block.length], block));
  }
  return bytes([0x2c, 0, 0, 0, 0, width & 0xff, width >> 8, height & 0xff, height >> 8, 0], [2], ...blocks, [0]);
}

/** @param extra blocks before the image */
export function gif(extra: Uint8Array = bytes(), after: Uint8Array = bytes()): Uint8Array {
  return bytes("GIF89a", [40, 0, 30, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255], extra, gifImage(), [0x3b], after);
}

/** An extension of a GIF, of an application or with a comment. */
export function gifExtension(label: number, ...blocks: Uint8Array[]): Uint8Array {
  return bytes([0x21, label], ...blocks.map((block) => bytes([block.length], block)), [0]);
}

export function riffChunk(name: string, body: Uint8Array): Uint8Array {
  return bytes(name, little32(body.length), body, body.length % 2 === 1 ? [0] : []);
}

/** The picture of a WebP, lossy. */
export function vp8(width = 40, height = 30): Uint8Array {
  const size = [width & 0xff, width >> 8, height & 0xff, height >> 8];
  return riffChunk("VP8 ", bytes([0, 0, 0, 0x9d, 0x01, 0x2a], size, [1, 2]));
}

/** The same, lossless. */
export function vp8l(width = 40, height = 30): Uint8Array {
  return riffChunk("VP8L", bytes([0x2f], little32((width - 1) | ((height - 1) << 14)), [1]));
}

const little24 = (value: number) => little32(value).slice(0, 3);

/** A frame of an animated WebP. */
export function webpFrame(width: number, height: number, ...inside: Uint8Array[]): Uint8Array {
  const place = [0, 0, 0, 0, 0, 0, ...little24(width - 1), ...little24(height - 1), 0, 0, 0, 0];
  return riffChunk("ANMF", bytes(place, ...inside));
}

/** A WebP of these chunks. */
export function webpOf(...chunks: Uint8Array[]): Uint8Array {
  const body = bytes("WEBP", ...chunks);
  return bytes("RIFF", little32(body.length), body);
}

/** The header of a WebP of several chunks. */
export function vp8x(flags = 0, width = 40, height = 30): Uint8Array {
  return riffChunk("VP8X", bytes([flags, 0, 0, 0], little24(width - 1), little24(height - 1)));
}

/** @param extra chunks after the picture */
export function webp(extra: readonly Uint8Array[] = [], after: Uint8Array = bytes()): Uint8Array {
  return bytes(webpOf(vp8x(0x0c), vp8(), ...extra), after);
}
