/**
 * Cuts a stream into pieces of equal length; only the last one may be shorter.
 *
 * @param length bytes
 */
export async function* inPieces(stream: ReadableStream<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let piece = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + length - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < length) continue;
      yield piece;
      piece = new Uint8Array(length);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

/**
 * Reads a range of a file that is kept in pieces, one at a time as the reader wants them.
 *
 * @param length bytes of a piece
 * @param read reads bytes of one piece
 */
export function fromPieces(
  { end, start }: { readonly start: number; readonly end: number },
  length: number,
  read: (piece: number, from: number, to: number) => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>,
): ReadableStream<Uint8Array> {
  let at = start;
  // Of the type "bytes", the platform takes three times as long with it.
  return new ReadableStream({
    async pull(controller) {
      if (at >= end) return controller.close();
      const piece = Math.floor(at / length);
      const from = at % length;
      const bytes = await read(piece, from, Math.min(length, from + end - at));
      if (bytes.length === 0) throw new Error("a piece of the file is missing");
      at += bytes.length;
      controller.enqueue(bytes);
    },
  });
}
