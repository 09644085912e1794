import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes of the longest header of a frame: magic number, descriptor, window, dictionary and size. */
const MAX_HEADER = 18;
const MIN_HEADER = 5;
const MAGIC = 0xfd2fb528;
const BLOCK_HEADER = 3;
const CHECKSUM = 4;
/** Bytes of a frame without content: the shortest header, an empty block and a checksum. */
const EMPTY_FRAME = 13;
/** A block that is one byte, repeated. */
const RUN = 1;

/**
 * Checks that a file is one frame of zstd (RFC 8878, 3.1.1) from its first byte to its last. Node's decompressor ignores an end that is
 * missing, and what follows a frame; its compressor appends an empty frame.
 *
 * @throws Error in words for the user
 */
export function checkFrame(file: string): void {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const read = (at: number, length: number) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, at));
    };
    let end = endOfFrame(read, 0);
    if (end + EMPTY_FRAME === size && endOfFrame(read, end) === size) end = size;
    if (end > size) throw new Error("its end is missing");
    if (end < size) throw new Error("there is something after its end, or a part of that is missing");
  } finally {
    closeSync(descriptor);
  }
}

/** @returns where the frame that begins at `start` says that it ends */
function endOfFrame(read: (at: number, length: number) => Buffer, start: number): number {
  const header = read(start, MAX_HEADER);
  if (header.length < MIN_HEADER || header.readUInt32LE() !== MAGIC) throw new Error("it is no archive of zstd");
  const flags = header.readUInt8(4);
  const isSingle = (flags & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  const contentSize = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  let at = start + 5 + (isSingle ? 0 : 1) + dictionary + contentSize;
  for (let isLast = false; !isLast; ) {
    const block = read(at, BLOCK_HEADER);
    if (block.length < BLOCK_HEADER) throw new Error("its end is missing");
    const fields = block.readUIntLE(0, BLOCK_HEADER);
    isLast = (fields & 1) === 1;
    at += BLOCK_HEADER + (((fields >> 1) & 3) === RUN ? 1 : fields >> 3);
  }
  return (flags & 4) === 0 ? at : at + CHECKSUM;
}
