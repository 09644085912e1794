import { ascii, type ByteReader, DamagedFile, drop, uint32 } from "./byte-reader.ts";
import type { Write } from "./picture.ts";

const [STREAM_INFO, SEEK_TABLE, INVALID] = [0, 3, 127];
/** Bytes of a tag that some programs append. */
const TAG_BYTES = 128;

/** Copies a FLAC with two of its blocks of metadata: how to decode it, and where to seek. */
export async function cleanFlac(input: ByteReader, write: Write): Promise<undefined> {
  await write(await input.take(4));
  const kept: Uint8Array[] = [];
  for (let isLast = false; !isLast; ) {
    const head = await input.take(4);
    const kind = (head[0] ?? 0) & 0x7f;
    isLast = (head[0] ?? 0) >= 0x80;
    const length = uint32(head, 0) & 0xff_ffff;
    const isFirst = kept.length === 0;
    if ((kind === STREAM_INFO) !== isFirst || kind === INVALID) throw new DamagedFile("no description of the sound");
    if (isFirst && length !== 34) throw new DamagedFile("no description of the sound");
    if (isFirst || (kind === SEEK_TABLE && kept.length === 2)) {
      kept.push(Uint8Array.of(kind, ...head.subarray(1)), await input.take(length));
      continue;
    }
    await input.pass(length, drop);
  }
  const last = kept.at(-2);
  if (last !== undefined) last[0] = (last[0] ?? 0) | 0x80;
  for (const part of kept) await write(part);
  const frame = await input.peek(2);
  if (frame[0] !== 0xff || ((frame[1] ?? 0) & 0xfc) !== 0xf8) throw new DamagedFile("no sound in the file");
  await passWithoutTag(input, write);
}

async function passWithoutTag(input: ByteReader, write: Write): Promise<void> {
  for (;;) {
    const held = await input.peek(TAG_BYTES + 1);
    if (held.length <= TAG_BYTES) {
      input.skip(held.length);
      const isTag = held.length === TAG_BYTES && ascii(held, 0, 3) === "TAG";
      if (!isTag) await write(held);
      return;
    }
    const part = held.slice(0, held.length - TAG_BYTES);
    input.skip(part.length);
    await write(part);
  }
}
