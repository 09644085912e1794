import { createHash, randomBytes } from "node:crypto";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";

/** RFC 6455, 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
const RSV1 = 0x40;
const MASKED = 0x80;
/** Marks a longer length, which follows in two or in eight bytes. */
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MASK_BYTES = 4;
const HEAD_END = "\r\n\r\n";

/** Optional parts of a handshake. */
export interface UpgradeOptions {
  /** The dialect; the plain one if absent. */
  readonly protocol?: string | undefined;
  /** 16 bytes in base64. Default: random ones. */
  readonly key?: string;
  /** Replaces or extends the usual headers; an empty value omits one. */
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

/** The server's answer to a key (RFC 6455, 1.3). */
export function acceptOf(key: string): string {
  return createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
}

/** The head of an HTTP response and the bytes after it; `undefined` until it is complete. */
export function splitHead(bytes: Buffer): { readonly head: string; readonly rest: Buffer } | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  return { head: bytes.toString("latin1", 0, end), rest: bytes.subarray(end + HEAD_END.length) };
}

/** A client's frame, in which every part can be invalid. */
export interface FrameParts {
  readonly opcode: number;
  /** Default: empty. */
  readonly payload?: string | Uint8Array;
  /** Whether this frame ends the message. Default: it does. */
  readonly final?: boolean;
  /** RSV1 to RSV3 as the bits 4, 2 and 1. Default: none. */
  readonly reserved?: number;
  /** Four bytes, or `"none"`. Default: zeros, which are a valid mask. */
  readonly mask?: Uint8Array | "none";
  /** Leaves the payload unmasked although the frame has a mask. */
  readonly isMaskIgnored?: boolean;
  /** Default: the payload's own length, in as few bytes as possible. */
  readonly length?: { readonly announced: bigint; readonly inBytes: 0 | 2 | 8 };
}

/** Encodes a client's frame (RFC 6455, 5.2). */
export function encodeFrame(parts: FrameParts): Buffer {
  const payload = Buffer.from(parts.payload ?? "");
  const mask = parts.mask ?? new Uint8Array(MASK_BYTES);
  const { inBytes, announced } = parts.length ?? lengthOf(payload);
  const isMasked = mask !== "none";
  const first = (parts.final === false ? 0 : FINAL) | ((parts.reserved ?? 0) << 4) | parts.opcode;
  const short = inBytes === 0 ? Number(announced) : inBytes === 2 ? LENGTH_16 : LENGTH_64;
  const long = Buffer.alloc(inBytes);
  if (inBytes === 2) long.writeUInt16BE(Number(announced));
  if (inBytes === 8) long.writeBigUInt64BE(announced);
  const head = Buffer.from([first, (isMasked ? MASKED : 0) | short]);
  if (!isMasked) return Buffer.concat([head, long, payload]);
  if (!parts.isMaskIgnored) for (const [at, byte] of payload.entries()) payload[at] = byte ^ (mask[at % 4] ?? 0);
  return Buffer.concat([head, long, mask, payload]);
}

/** A client's valid text frame. */
export function textFrame(text: string): Buffer {
  return encodeFrame({ opcode: OPCODE.text, payload: text });
}

/** A client's close frame, with a code that may be invalid. */
export function closeFrame(code: number, reason: string | Uint8Array = ""): Buffer {
  const status = Buffer.alloc(2);
  status.writeUInt16BE(code);
  return encodeFrame({ opcode: OPCODE.close, payload: Buffer.concat([status, Buffer.from(reason)]) });
}

function lengthOf({ length }: Buffer): NonNullable<FrameParts["length"]> {
  return { announced: BigInt(length), inBytes: length < LENGTH_16 ? 0 : length <= 0xffff ? 2 : 8 };
}

/** The header with which a client offers per-message compression (RFC 7692, 7.1). */
export const OFFERS_DEFLATE = {
  "Sec-WebSocket-Extensions": "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
} as const;

/** The bytes that both ends omit at the end of a compressed message (RFC 7692, 7.2.1). */
const DEFLATE_TAIL = Buffer.from([0, 0, 0xff, 0xff]);

/** A client's compressed text frame (RFC 7692, 7.2.1). */
export function deflatedFrame(text: string | Uint8Array): Buffer {
  const bytes = deflateRawSync(Buffer.from(text), { finishFlush: constants.Z_SYNC_FLUSH });
  return encodeFrame({ opcode: OPCODE.text, reserved: 4, payload: bytes.subarray(0, -DEFLATE_TAIL.length) });
}

/** The text of a server's frame. */
export function textOf({ isCompressed, payload }: ServerFrame): string {
  if (!isCompressed) return payload.toString();
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  return inflateRawSync(Buffer.concat([payload, DEFLATE_TAIL]), options).toString();
}

/** A server's frame. */
export interface ServerFrame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** Whether the payload is compressed (RFC 7692, 6), after both ends agreed to it. */
  readonly isCompressed: boolean;
  /** The bytes after the frame. */
  readonly rest: Buffer;
}

/**
 * Reads the first frame of a server's output; returns `undefined` until it is complete.
 *
 * @throws Error for a mask and for reserved bits without a meaning, which no server may send, and for a fragment, which
 * this server never sends
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
