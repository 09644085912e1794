import { ascii, type ByteReader, DamagedFile, drop, uint32, writeZeros } from "./byte-reader.ts";
import { type Boxes, cleanBoxes, FRAGMENT, MOVIE } from "./mp4-boxes.ts";
import type { Write } from "./picture.ts";

/** Boxes that are copied as they are: brands, and where to seek. */
const COPIED: ReadonlySet<string> = new Set(["ftyp", "styp", "sidx", "ssix"]);
const MAX_COPIED_BYTES = 64 * 1024;
const DESCRIBING: Readonly<Record<string, Boxes>> = {
  moov: MOVIE,
  moof: FRAGMENT,
  mfra: { tfra: "copy", mfro: "copy" },
};
const FREE = new TextEncoder().encode("free");

/**
 * Copies an MP4, M4A or MOV. Offsets in it count from its start, so what is not needed to play it (the place, names, times,
 * tracks of anything but video, sound and subtitles) is overwritten by free space of the same length.
 */
export async function cleanMp4(input: ByteReader, write: Write): Promise<undefined> {
  let [hasMovie, hasMedia] = [false, false];
  while ((await input.peek(8)).length >= 8) {
    const head = await input.take(8);
    const name = ascii(head, 4, 4);
    const size = uint32(head, 0);
    // 1: the size follows, in eight bytes. 0: to the end.
    const long = await input.take(size === 1 ? 8 : 0);
    const bytes = size === 1 ? uint32(long, 0) * 2 ** 32 + uint32(long, 4) : size;
    const length = bytes - head.length - long.length;
    if (size === 0 && name === "mdat" && hasMovie) {
      await write(head);
      await passRest(input, write);
      return;
    }
    if (length < 0) throw new DamagedFile("a box without a length");
    hasMovie ||= name === "moov";
    hasMedia ||= name === "mdat";
    const boxes = DESCRIBING[name];
    if (boxes === undefined && name !== "mdat" && !(COPIED.has(name) && length <= MAX_COPIED_BYTES)) {
      head.set(FREE, 4);
      await write(head);
      await write(long);
      await input.pass(length, drop);
      await writeZeros(length, write);
      continue;
    }
    await write(head);
    await write(long);
    if (boxes === undefined) await input.pass(length, write);
    else await write(cleanBoxes(await input.take(length), boxes));
  }
  if (!hasMovie || !hasMedia) throw new DamagedFile("nothing to play in the file");
}

async function passRest(input: ByteReader, write: Write): Promise<void> {
  for (let part = await input.peek(); part.length > 0; part = await input.peek()) {
    input.skip(part.length);
    await write(part);
  }
}
