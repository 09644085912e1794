// Sound and video of a few bytes, with and without what must not be stored.
import { bytes } from "./pictures.ts";

const big = (value: number, length: number) =>
  Array.from({ length }, (_, index) => Math.floor(value / 256 ** (length - 1 - index)) % 256);
const little = (value: number, length: number) => big(value, length).reverse();
const zeros = (length: number) => new Uint8Array(length);

/** A box of an MP4. */
export function box(name: string, ...parts: (Uint8Array | string)[]): Uint8Array {
  const body = bytes(...parts);
  return bytes(big(8 + body.length, 4), name, body);
}

/** Free space in the place of a box. */
export const free = (replaced: Uint8Array) => box("free", zeros(replaced.length - 8));

const handler = (kind: string, name = "\0\0\0\0") => box("hdlr", zeros(8), kind, zeros(12), name);

/**
 * @param said text of four characters wherever a track has room for it
 * @param extra boxes of the track
 * @param ofCodec boxes that describe its samples
 */
export function track(
  kind: string,
  said = "\0\0\0\0",
  extra: Uint8Array = zeros(0),
  ofCodec: Uint8Array = zeros(0),
): Uint8Array {
  const time = bytes(said, said);
  const entry = bytes(
    zeros(6),
    big(1, 2),
    zeros(4),
    said,
    zeros(8),
    big(40, 2),
    big(30, 2),
    zeros(14),
    said,
    zeros(28),
    zeros(4),
  );
  const codec = box("avc1", entry, box("avcC", "codec"), ofCodec);
  const samples = box("stbl", box("stsd", zeros(4), bytes(big(1, 4)), codec), box("stts", zeros(8), said));
  const references = box("dinf", box("dref", zeros(4), bytes(big(1, 4)), box("alis", zeros(4), said)));
  const media = box(
    "mdia",
    box("mdhd", zeros(4), time, zeros(12)),
    handler(kind, said),
    box("minf", references, samples),
  );
  return box("trak", box("tkhd", zeros(4), time, zeros(72)), media, extra);
}

/** @param extra boxes in the movie */
export function mp4(
  said: string | undefined,
  tracks: readonly Uint8Array[],
  extra: readonly Uint8Array[] = [],
): Uint8Array {
  const header = box("mvhd", zeros(4), bytes(said ?? "\0\0\0\0", "\0\0\0\0"), zeros(88));
  return bytes(box("ftyp", "isom", zeros(4)), box("moov", header, ...tracks, ...extra), box("mdat", "samples"));
}

/** A frame of an MP3: 104 bytes, of 32 kbit/s at 44,100 Hz. */
export function mp3Frame(seed = 0): Uint8Array {
  return bytes([0xff, 0xfb, 0x10, 0x00], zeros(100).fill(seed & 0x7f));
}

/** A frame of AAC in ADTS. */
export function aacFrame(length = 20): Uint8Array {
  return bytes(
    [0xff, 0xf1, 0x50, 0x80 | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc],
    zeros(length - 7),
  );
}

export function id3(body: Uint8Array): Uint8Array {
  return bytes("ID3", [4, 0, 0, 0, 0, body.length >> 7, body.length & 0x7f], body);
}

/** The checksum of a page of Ogg, a bit at a time. */
function oggChecksum(page: Uint8Array): number {
  let value = 0;
  for (const byte of page) {
    value ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  }
  return value >>> 0;
}

/** A page of Ogg with one packet, or a part of one. */
export function oggPage(packet: Uint8Array, flags = 0, serial = 7, isWhole = true): Uint8Array {
  const full = Math.floor(packet.length / 255);
  const lengths = bytes(zeros(full).fill(255), isWhole ? [packet.length % 255] : []);
  const page = bytes(
    "OggS",
    [0, flags],
    zeros(8),
    little(serial, 4),
    zeros(4),
    zeros(4),
    [lengths.length],
    lengths,
    packet,
  );
  page.set(little(oggChecksum(page), 4), 22);
  return page;
}

/** An element of a WebM, its size in eight bytes. */
export function element(id: number, ...parts: (Uint8Array | string)[]): Uint8Array {
  const body = bytes(...parts);
  return bytes(big(id, id > 0xff_ffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1), [1], big(body.length, 7), body);
}

/** A void in the place of an element. */
export function voidOf({ length }: Uint8Array): Uint8Array {
  return length <= 128
    ? bytes([0xec, 0x80 | (length - 2)], zeros(length - 2))
    : bytes([0xec, 1], big(length - 9, 7), zeros(length - 9));
}

/** @param info elements that describe the whole @param track elements of the track @param extra elements before the sound */
export function webm(
  info: readonly Uint8Array[],
  track: readonly Uint8Array[],
  extra: readonly Uint8Array[] = [],
): Uint8Array {
  const described = element(0x1549a966, element(0x2ad7b1, "\x0f"), ...info);
  const tracks = element(0x1654ae6b, element(0xae, element(0xd7, "\x01"), ...track));
  const cluster = element(0x1f43b675, element(0xe7, "\0"), element(0xa3, "block"));
  return bytes(element(0x1a45dfa3, element(0x4282, "webm")), element(0x18538067, described, tracks, ...extra, cluster));
}

export function wav(...chunks: Uint8Array[]): Uint8Array {
  const body = bytes("WAVE", ...chunks);
  return bytes("RIFF", little(body.length, 4), body);
}

/** @param last whether it is the last block before the sound */
export function flacBlock(kind: number, body: Uint8Array, last = false): Uint8Array {
  return bytes([kind | (last ? 0x80 : 0)], big(body.length, 3), body);
}
