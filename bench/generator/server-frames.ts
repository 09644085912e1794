export const TEXT_OPCODE = 1;
/** UTF-8 as well, for clients that ask for it (P3.19). */
export const BINARY_OPCODE = 2;
export const CLOSE_OPCODE = 8;

/** The position of a frame's payload in a buffer. */
export interface FrameHeader {
  readonly opcode: number;
  readonly payload: number;
  readonly end: number;
}

/**
 * Reads the header of a server's frame (RFC 6455, 5.2). The payload may be incomplete.
 *
 * @param to the end of the received bytes
 * @returns undefined if the header is incomplete
 * @throws Error for frames that none of the systems sends: a fragment, a mask, an extension
 */
export function headerOf(bytes: Buffer, from: number, to: number): FrameHeader | undefined {
  if (to - from < 2) return undefined;
  const first = bytes[from] ?? 0;
  const length = bytes[from + 1] ?? 0;
  if ((first & 0xf0) !== 0x80 || length > 127) throw new Error(`a frame begins with ${first}, ${length}`);
  const opcode = first & 0x0f;
  const payload = from + (length < 126 ? 2 : length === 126 ? 4 : 10);
  if (payload > to) return undefined;
  const size =
    length < 126 ? length : length === 126 ? bytes.readUInt16BE(from + 2) : Number(bytes.readBigUInt64BE(from + 2));
  return { opcode, payload, end: payload + size };
}
