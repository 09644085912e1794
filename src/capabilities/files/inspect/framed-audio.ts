import { type ByteReader, DamagedFile } from "./byte-reader.ts";
import type { Write } from "./picture.ts";

/** Bytes that are looked at together: more than two of the longest frames. */
const WINDOW_BYTES = 32 * 1024;

/** Kilobits per second: by version 1 and layers 1 to 3, and by version 2 and layer 1, or 2 and 3. */
const BIT_RATES = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;

/** Samples per second of version 1; the others have a half and a quarter. */
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

/**
 * Copies sound that comes in frames (MP3, AAC), and nothing between, before or behind them: no tags of whatever kind. A frame
 * counts if it follows another one, or is followed by one.
 */
export async function cleanFrames(input: ByteReader, write: Write): Promise<undefined> {
  let isWithin = false;
  let hasFrames = false;
  for (;;) {
    const held = await input.peek(WINDOW_BYTES);
    if (held.length === 0) break;
    const end = endOfFrames(held, isWithin);
    if (end > 0) {
      input.skip(end);
      await write(held.slice(0, end));
      isWithin = true;
      hasFrames = true;
      continue;
    }
    isWithin = false;
    const next = held.indexOf(0xff, 1);
    input.skip(next === -1 ? held.length : next);
  }
  if (!hasFrames) throw new DamagedFile("no sound in the file");
}

/** The end of the whole frames at the start of these bytes. */
function endOfFrames(held: Uint8Array, isWithin: boolean): number {
  let at = 0;
  let frames = isWithin ? 1 : 0;
  for (let length = frameLength(held, 0); length > 0 && at + length <= held.length; length = frameLength(held, at)) {
    at += length;
    frames += 1;
    // A frame of another kind is no part of this sound.
    if (!isSameKind(held, 0, at)) break;
  }
  return frames > 1 ? at : 0;
}

function isSameKind(held: Uint8Array, one: number, other: number): boolean {
  return held[one + 1] === held[other + 1] && ((held[one + 2] ?? 0) & 0x0c) === ((held[other + 2] ?? 0) & 0x0c);
}

/** The length of the frame that begins there; 0 if none does. */
function frameLength(held: Uint8Array, at: number): number {
  const [one = 0, two = 0, three = 0, four = 0, five = 0] = held.subarray(at + 1, at + 6);
  if (held[at] !== 0xff || (one & 0xe0) !== 0xe0) return 0;
  if ((one & 0xf6) === 0xf0) {
    const length = ((three & 3) << 11) | (four << 3) | (five >> 5);
    return length >= 7 ? length : 0;
  }
  return mpegLength((one >> 3) & 3, 4 - ((one >> 1) & 3), two);
}

/** @param version 3 is 1, 2 is 2, and 0 is 2.5 */
function mpegLength(version: number, layer: number, rates: number): number {
  const table = version === 3 ? layer - 1 : layer === 1 ? 3 : 4;
  const bitRate = BIT_RATES[table]?.[rates >> 4] ?? 0;
  const sampleRate = (SAMPLE_RATES[(rates >> 2) & 3] ?? 0) / (version === 3 ? 1 : version === 2 ? 2 : 4);
  if (version === 1 || layer === 4 || bitRate === 0 || sampleRate === 0) return 0;
  const padding = (rates >> 1) & 1;
  if (layer === 1) return (Math.floor((12_000 * bitRate) / sampleRate) + padding) * 4;
  const samples = layer === 3 && version !== 3 ? 72_000 : 144_000;
  return Math.floor((samples * bitRate) / sampleRate) + padding;
}

/** Skips the tags of ID3 before any sound. */
export async function skipId3(input: ByteReader): Promise<void> {
  for (;;) {
    const head = (await input.peek(10)).subarray(0, 10);
    const isTag = head.length === 10 && head[0] === 0x49 && head[1] === 0x44 && head[2] === 0x33;
    if (!isTag) return;
    const size = head.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    const footer = ((head[5] ?? 0) & 0x10) === 0 ? 0 : 10;
    await input.pass(10 + size + footer, async () => {});
  }
}
