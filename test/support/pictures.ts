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

export function chunk(type: string, body: Uint8Array = bytes()): Uint8Array {
  return bytes(big32(body.length), type, body, [1, 2, 3, 4]);
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** @param extra chunks before the pixels */
export function png(
  width = 40,
  height = 30,
  extra: readonly Uint8Array[] = [],
  after: Uint8Array = bytes(),
): Uint8Array {
  const header = chunk("IHDR", bytes(big32(width), big32(height), [8, 2, 0, 0, 0]));
  return bytes(PNG, header, ...extra, chunk("IDAT", bytes("pixels")), chunk("IEND"), after);
}

export function gif(extra: Uint8Array = bytes(), after: Uint8Array = bytes()): Uint8Array {
  const image = bytes([0x2c, 0, 0, 0, 0, 40, 0, 30, 0, 0], [2], [2, 0x44, 0x01, 0]);
  return bytes("GIF89a", [40, 0, 30, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255], extra, image, [0x3b], after);
}

/** An extension of a GIF, of an application or with a comment. */
export function gifExtension(label: number, ...blocks: Uint8Array[]): Uint8Array {
  return bytes([0x21, label], ...blocks.map((block) => bytes([block.length], block)), [0]);
}

export function riffChunk(name: string, body: Uint8Array): Uint8Array {
  return bytes(name, little32(body.length), body, body.length % 2 === 1 ? [0] : []);
}

/** @param extra chunks after the picture */
export function webp(extra: readonly Uint8Array[] = [], after: Uint8Array = bytes()): Uint8Array {
  const header = riffChunk("VP8X", bytes([0x0c, 0, 0, 0], [39, 0, 0], [29, 0, 0]));
  const body = bytes(
    "WEBP",
    header,
    riffChunk("VP8 ", bytes([0, 0, 0, 0x9d, 0x01, 0x2a, 40, 0, 30, 0, 1, 2])),
    ...extra,
  );
  return bytes("RIFF", little32(body.length), body, after);
}
