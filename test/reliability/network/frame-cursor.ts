/** Bytes of a frame in a chunk: from `start` up to `end`. A frame that goes on in the next chunk ends with this one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Ends the head of an HTTP request or response. */
const HEAD_END = "\r\n\r\n";

/** Follows one direction of a WebSocket connection, to know where frames begin (RFC 6455, 5.2). */
export class FrameCursor {
  /** The last bytes of the HTTP head, while it has not ended. */
  #head: string | undefined = "";
  #header: number[] = [];
  /** Bytes of the current frame's payload that are still to come. */
  #left = 0;

  /** Takes the next bytes, and tells which frames begin in them. */
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

  /** Where in the chunk the frames begin. */
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
