import { createHash, randomBytes } from "node:crypto";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";

/** RFC 6455, 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
const RSV1 = 0x40;
const MASKED = 0x80;
/** In place of a length: it follows in two bytes, or in eight. */
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MASK_BYTES = 4;
const HEAD_END = "\r\n\r\n";

/** What a handshake may say besides what it has to. */
export interface UpgradeOptions {
  /** The dialect; without it, the plain one. */
  readonly protocol?: string | undefined;
  /** 16 bytes in base64. Default: random ones. */
  readonly key?: string;
  /** In place of, or besides, the usual headers; an empty one is left out. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The request that opens a WebSocket (RFC 6455, 4.1), as bytes on the wire.
 *
 * @param url `ws://host:port/path`, or the same with `http`
 */
export function upgradeRequest(url: string, { headers = {}, key = newKey(), protocol }: UpgradeOptions = {}): string {
  const { host, pathname, search } = new URL(url);
  const fields = {
    Host: host,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": key,
    "Sec-WebSocket-Protocol": protocol ?? "",
    ...headers,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value === "" ? [] : [`${name}: ${value}`]));
  return [`GET ${pathname}${search} HTTP/1.1`, ...lines].join("\r\n") + HEAD_END;
}

/** A key for one handshake. */
export function newKey(): string {
  return randomBytes(16).toString("base64");
}

/** What the server has to make of a key (RFC 6455, 1.3). */
export function acceptOf(key: string): string {
  return createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
}

/** The head of an HTTP answer, and what came behind it; `undefined` while it is not all there. */
export function splitHead(bytes: Buffer): { readonly head: string; readonly rest: Buffer } | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  return { head: bytes.toString("latin1", 0, end), rest: bytes.subarray(end + HEAD_END.length) };
}

/** A frame of a client, in which everything can be wrong. */
export interface FrameParts {
  readonly opcode: number;
  /** Default: nothing. */
  readonly payload?: string | Uint8Array;
  /** Whether the message ends with it. Default: it does. */
  readonly final?: boolean;
  /** RSV1 to RSV3 as the bits 4, 2 and 1. Default: none. */
  readonly reserved?: number;
  /** Four bytes, or `"none"`. Default: zeros, a mask as good as any. */
  readonly mask?: Uint8Array | "none";
  /** Leaves the payload as it is although the frame names a mask. */
  readonly isMaskIgnored?: boolean;
  /** Default: the payload's own length, told in as few bytes as can be. */
  readonly length?: { readonly told: bigint; readonly inBytes: 0 | 2 | 8 };
}

/** Makes the bytes of a client's frame (RFC 6455, 5.2). */
export function encodeFrame(parts: FrameParts): Buffer {
  const payload = Buffer.from(parts.payload ?? "");
  const mask = parts.mask ?? new Uint8Array(MASK_BYTES);
  const { inBytes, told } = parts.length ?? lengthOf(payload);
  const isMasked = mask !== "none";
  const first = (parts.final === false ? 0 : FINAL) | ((parts.reserved ?? 0) << 4) | parts.opcode;
  const short = inBytes === 0 ? Number(told) : inBytes === 2 ? LENGTH_16 : LENGTH_64;
  const long = Buffer.alloc(inBytes);
  if (inBytes === 2) long.writeUInt16BE(Number(told));
  if (inBytes === 8) long.writeBigUInt64BE(told);
  const head = Buffer.from([first, (isMasked ? MASKED : 0) | short]);
  if (!isMasked) return Buffer.concat([head, long, payload]);
  if (!parts.isMaskIgnored) for (const [at, byte] of payload.entries()) payload[at] = byte ^ (mask[at % 4] ?? 0);
  return Buffer.concat([head, long, mask, payload]);
}

/** A text frame of a client, as it should be. */
export function textFrame(text: string): Buffer {
  return encodeFrame({ opcode: OPCODE.text, payload: text });
}

/** A close frame of a client, with a code that need not be one. */
export function closeFrame(code: number, reason: string | Uint8Array = ""): Buffer {
  const status = Buffer.alloc(2);
  status.writeUInt16BE(code);
  return encodeFrame({ opcode: OPCODE.close, payload: Buffer.concat([status, Buffer.from(reason)]) });
}

function lengthOf({ length }: Buffer): NonNullable<FrameParts["length"]> {
  return { told: BigInt(length), inBytes: length < LENGTH_16 ? 0 : length <= 0xffff ? 2 : 8 };
}

/** The header by which a client offers to compress each message by itself (RFC 7692, 7.1). */
export const OFFERS_DEFLATE = {
  "Sec-WebSocket-Extensions": "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
} as const;

/** What RFC 7692, 7.2.1, has both ends leave out at the end of a compressed message. */
const DEFLATE_TAIL = Buffer.from([0, 0, 0xff, 0xff]);

/** A compressed text frame of a client (RFC 7692, 7.2.1). */
export function deflatedFrame(text: string | Uint8Array): Buffer {
  const bytes = deflateRawSync(Buffer.from(text), { finishFlush: constants.Z_SYNC_FLUSH });
  return encodeFrame({ opcode: OPCODE.text, reserved: 4, payload: bytes.subarray(0, -DEFLATE_TAIL.length) });
}

/** The text of a frame of the server's. */
export function textOf({ isCompressed, payload }: ServerFrame): string {
  if (!isCompressed) return payload.toString();
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  return inflateRawSync(Buffer.concat([payload, DEFLATE_TAIL]), options).toString();
}

/** A frame of the server's. */
export interface ServerFrame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** Whether the payload is compressed (RFC 7692, 6), where both ends agreed on that. */
  readonly isCompressed: boolean;
  /** What came behind it. */
  readonly rest: Buffer;
}

/**
 * Reads the first frame of what a server sent; `undefined` while it is not all there.
 *
 * @throws Error for a mask and for reserved bits without a meaning, which no server may send, and for a fragment, which ours does not
 */
export function decodeFrame(bytes: Buffer): ServerFrame | undefined {
  const [first, short] = bytes;
  if (first === undefined || short === undefined) return undefined;
  if ((first & 0xb0) !== FINAL || short > LENGTH_64) throw new Error(`a frame begins with ${first}, ${short}`);
  const header = short < LENGTH_16 ? 2 : short === LENGTH_16 ? 4 : 10;
  if (bytes.length < header) return undefined;
  const length = header === 2 ? short : header === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < header + length) return undefined;
  return {
    opcode: first & 0x0f,
    isCompressed: (first & RSV1) !== 0,
    payload: bytes.subarray(header, header + length),
    rest: bytes.subarray(header + length),
  };
}
