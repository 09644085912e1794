import { ByteReader, DamagedFile } from "./byte-reader.ts";
import { cleanFlac } from "./flac.ts";
import { cleanFrames, skipId3 } from "./framed-audio.ts";
import { cleanGif } from "./gif.ts";
import { cleanJpeg } from "./jpeg.ts";
import { cleanMp4 } from "./mp4.ts";
import { cleanOgg } from "./ogg.ts";
import type { Cleaner, PictureSize, Write } from "./picture.ts";
import { cleanPng } from "./png.ts";
import { SNIFFED_BYTES, sniff } from "./sniff.ts";
import { cleanWav } from "./wav.ts";
import { cleanWebm } from "./webm.ts";
import { cleanWebp } from "./webp.ts";

export { DamagedFile, FileTooLarge } from "./byte-reader.ts";

/** Type and size of a file, by its bytes. */
export interface Inspected extends Partial<PictureSize> {
  readonly type: string;
}

/** A file of a type that the owner does not accept. */
export class UnacceptedType extends Error {
  override readonly name = "UnacceptedType";
}

const CLEANERS: Readonly<Record<string, Cleaner>> = {
  "image/jpeg": cleanJpeg,
  "image/png": cleanPng,
  "image/gif": cleanGif,
  "image/webp": cleanWebp,
  "video/mp4": cleanMp4,
  "video/quicktime": cleanMp4,
  "video/webm": cleanWebm,
  "audio/mp4": cleanMp4,
  "audio/webm": cleanWebm,
  "audio/mpeg": cleanFrames,
  "audio/aac": cleanFrames,
  "audio/ogg": cleanOgg,
  "audio/flac": cleanFlac,
  "audio/wav": cleanWav,
};

/**
 * Copies a file as it streams by: its type is found by its first bytes, and pictures, sound and videos lose their metadata, and
 * everything after their end (P12.9, P12.18).
 *
 * @param declared the sender's `content-type`
 * @throws UnacceptedType, before anything is written
 * @throws DamagedFile
 * @throws FileTooLarge
 */
export async function inspect(
  stream: ReadableStream<Uint8Array>,
  write: Write,
  { maxBytes, types }: { readonly maxBytes: number; readonly types: ReadonlySet<string> },
  declared?: string,
): Promise<Inspected> {
  const input = new ByteReader(stream, maxBytes);
  try {
    await skipId3(input);
    const type = sniff((await input.peek(SNIFFED_BYTES)).subarray(0, SNIFFED_BYTES), declared);
    if (!types.has(type)) throw new UnacceptedType(type);
    const clean = CLEANERS[type];
    const size = await (clean === undefined ? copy(input, write, type) : clean(input, write));
    // The bytes after it are read, so that the sender hears the answer, and dropped.
    while ((await input.peek()).length > 0) input.skip((await input.peek()).length);
    return { type, ...size };
  } catch (error) {
    await input.cancel().catch(() => {});
    throw error;
  }
}

async function copy(input: ByteReader, write: Write, type: string): Promise<undefined> {
  const decoder = type.startsWith("text/") ? new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }) : undefined;
  for (let part = await input.peek(); part.length > 0; part = await input.peek()) {
    if (decoder !== undefined) checkText(decoder, part);
    input.skip(part.length);
    await write(part);
  }
  if (decoder !== undefined) checkText(decoder);
}

/** @param part absent at the end, where no character may be incomplete */
function checkText(decoder: TextDecoder, part?: Uint8Array): void {
  try {
    const text = part === undefined ? decoder.decode() : decoder.decode(part, { stream: true });
    if (!text.includes("\0")) return;
  } catch {
    // Not UTF-8.
  }
  throw new DamagedFile("no text");
}
