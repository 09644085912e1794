import { ascii, type ByteReader, DamagedFile, drop, little, writeZeros } from "./byte-reader.ts";
import type { Write } from "./picture.ts";

/** A length that a recorder writes when it doesn't know it yet. */
const UNKNOWN = 0xffff_ffff;
/** The longest of the chunks that describe the sound. */
const MAX_FORMAT_BYTES = 64;
const BLANK = new TextEncoder().encode("JUNK");

/** Copies a WAV. Chunks that aren't needed to play it are overwritten by zeros in their place. */
export async function cleanWav(input: ByteReader, write: Write): Promise<undefined> {
  const header = await input.take(12);
  await write(header);
  const said = little(header, 4, 4);
  const isOpen = said === 0 || said === UNKNOWN;
  let [hasFormat, hasSound] = [false, false];
  for (let left = isOpen ? Number.POSITIVE_INFINITY : said - 4; left > 0 && !(isOpen && (await isOver(input))); ) {
    const head = await input.take(8);
    const name = ascii(head, 0, 4);
    const length = little(head, 4, 4);
    if (name === "data" && !hasSound && (length === UNKNOWN || (length === 0 && isOpen))) {
      if (!hasFormat) break;
      await write(head);
      await passRest(input, write);
      return;
    }
    // A body of odd length is padded, except by some at the end of the file.
    const padded = Math.min(length + (length % 2), Math.max(length, left - 8));
    left -= 8 + padded;
    if (left < 0) throw new DamagedFile("a chunk is longer than the file");
    const isFormat = (name === "fmt " || name === "fact") && length <= MAX_FORMAT_BYTES && !hasSound;
    const isSound = name === "data" && hasFormat && !hasSound;
    hasFormat ||= isFormat && name === "fmt ";
    hasSound ||= isSound;
    if (!isFormat && !isSound) head.set(BLANK);
    await write(head);
    await input.pass(length, isFormat || isSound ? write : drop);
    await input.pass(padded - length, drop);
    await writeZeros(isFormat || isSound ? padded - length : padded, write);
  }
  if (!hasSound) throw new DamagedFile("no sound in the file");
}

async function isOver(input: ByteReader): Promise<boolean> {
  return (await input.peek()).length === 0;
}

async function passRest(input: ByteReader, write: Write): Promise<void> {
  for (let part = await input.peek(); part.length > 0; part = await input.peek()) {
    input.skip(part.length);
    await write(part);
  }
}
