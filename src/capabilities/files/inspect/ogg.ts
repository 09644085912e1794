import { ascii, type ByteReader, DamagedFile, joined, little } from "./byte-reader.ts";
import { oggChecksum } from "./checksum.ts";
import type { Write } from "./picture.ts";

const HEAD_BYTES = 27;
const FIRST_PAGE = 2;
/** Bytes of a stream's first packet. */
const MAX_FIRST_BYTES = 300;

/** A codec, by the start of its first packet. Its comments are the second one. */
interface Codec {
  readonly name: string;
  /** The start of the comments, before the name of the encoder and their number. */
  readonly comments: string;
  /** The byte behind that number. */
  readonly mark: number;
}

const CODECS: readonly Codec[] = [
  { name: "OpusHead", comments: "OpusTags", mark: 0 },
  { name: "\x01vorbis", comments: "\x03vorbis", mark: 1 },
  { name: "\x80theora", comments: "\x81theora", mark: 0 },
  { name: "Speex   ", comments: "", mark: 0 },
  { name: "\x7fFLAC", comments: "", mark: 0 },
];

/**
 * Copies an Ogg (Opus, Vorbis, FLAC, Speex). Comments are overwritten by none, at the same length; streams of anything else,
 * and what is between the pages, go.
 */
export async function cleanOgg(input: ByteReader, write: Write): Promise<undefined> {
  const streams = new Map<number, Comments>();
  while (ascii(await input.peek(4), 0, 4) === "OggS") {
    const head = await input.take(HEAD_BYTES);
    const lengths = await input.take(head[26] ?? 0);
    const body = await input.take(lengths.reduce((sum, length) => sum + length, 0));
    const serial = little(head, 14, 4);
    if (((head[5] ?? 0) & FIRST_PAGE) !== 0) {
      const codec = CODECS.find(({ name }) => ascii(body, 0, name.length) === name);
      if (codec === undefined) streams.delete(serial);
      else streams.set(serial, new Comments(codec));
    }
    const stream = streams.get(serial);
    if (stream === undefined) continue;
    const isChanged = stream.clean(lengths, body);
    const page = joined([head, lengths, body]);
    if (isChanged) {
      const view = new DataView(page.buffer);
      view.setUint32(22, 0);
      view.setUint32(22, oggChecksum(page), true);
    }
    await write(page);
  }
  if (streams.size === 0) throw new DamagedFile("no sound in the file");
}

/** Follows the packets of a stream through its pages, and empties those with comments. */
class Comments {
  readonly #codec: Codec;
  readonly #isFlac: boolean;
  #packet = 0;
  #offset = 0;
  /** Whether the block of a FLAC stays as it is. */
  #isKept = false;

  constructor(codec: Codec) {
    this.#codec = codec;
    this.#isFlac = codec.name === "\x7fFLAC";
  }

  /** @returns whether anything has changed */
  clean(lengths: Uint8Array, body: Uint8Array): boolean {
    let at = 0;
    let isChanged = false;
    for (const length of lengths) {
      isChanged = this.#cleanPart(body.subarray(at, at + length)) || isChanged;
      at += length;
      this.#offset += length;
      if (this.#packet === 0 && this.#offset > MAX_FIRST_BYTES) throw new DamagedFile("no such codec");
      if (length === 255) continue;
      const isShort = this.#packet === 1 && !this.#isFlac && this.#offset < emptyBytes(this.#codec);
      if (isShort) throw new DamagedFile("no comments");
      this.#packet += 1;
      this.#offset = 0;
    }
    return isChanged;
  }

  #cleanPart(part: Uint8Array): boolean {
    if (this.#packet === 0 || part.length === 0) return false;
    if (this.#isFlac) return this.#cleanBlock(part);
    if (this.#packet > 1) return false;
    const { comments, mark } = this.#codec;
    for (let index = 0; index < part.length; index += 1) {
      const at = this.#offset + index;
      if (at < comments.length && part[index] !== comments.charCodeAt(at)) throw new DamagedFile("no comments");
      if (at >= comments.length) part[index] = at === comments.length + 8 ? mark : 0;
    }
    return true;
  }

  /** Each packet up to the sound is a block; the table for seeking stays, and what else there is becomes zeros. */
  #cleanBlock(part: Uint8Array): boolean {
    if (this.#offset === 0) this.#isKept = part[0] === 0xff || ((part[0] ?? 0) & 0x7f) === 3;
    if (this.#isKept) return false;
    part.fill(0, Math.max(0, 4 - this.#offset));
    return true;
  }
}

/** The length of comments without any. */
function emptyBytes({ comments, mark }: Codec): number {
  return comments.length + 8 + mark;
}
