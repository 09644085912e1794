/**
 * The bytes of a frame within a chunk, from `start` to `end`. A frame that continues in the next chunk ends with this
 * one.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The end of an HTTP request's or response's head. */
const HEAD_END = "\r\n\r\n";

/** Follows one direction of a WebSocket connection to find where frames begin (RFC 6455, 5.2). */
export class FrameCursor {
  /** The last bytes of the HTTP head, until it ends. */
  #head: string | undefined = "";
  #header: number[] = [];
  /** Remaining payload bytes of the current frame. */
  #left = 0;

  /** Consumes the next bytes and returns the frames that begin in them. */
  take(chunk: Buffer): Span[] {
    const spans: Span[] = [];
    let at = this.#skipHead(chunk);
    while (at < chunk.length) {
      const start = this.#header.length === 0 && this.#left === 0 ? at : undefined;
      while (this.#left === 0 && at < chunk.length) {
        this.#header.push(chunk[at] ?? 0);
        at += 1;
        if (this.#header.length < headerLength(this.#header)) continue;
        this.#left = payloadLength(this.#header);
        this.#header = [];
        break;
      }
      const end = Math.min(at + this.#left, chunk.length);
      this.#left -= end - at;
      at = end;
      if (start !== undefined) spans.push({ start, end });
    }
    return spans;
  }

  /** The offsets in the chunk at which frames begin. */
  #skipHead(chunk: Buffer): number {
    if (this.#head === undefined) return 0;
    const before = this.#head.length;
    const text = this.#head + chunk.toString("latin1");
    const end = text.indexOf(HEAD_END);
    this.#head = end < 0 ? text.slice(-(HEAD_END.length - 1)) : undefined;
    return end < 0 ? chunk.length : end + HEAD_END.length - before;
  }
}

function headerLength(header: readonly number[]): number {
  const [, second = 0] = header;
  if (header.length < 2) return 2;
  const short = second & 0x7f;
  const mask = second & 0x80 ? 4 : 0;
  if (short < 126) return 2 + mask;
  return (short === 126 ? 4 : 10) + mask;
}

function payloadLength(header: readonly number[]): number {
  const bytes = Buffer.from(header);
  const short = bytes.readUInt8(1) & 0x7f;
  if (short < 126) return short;
  return short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
}
