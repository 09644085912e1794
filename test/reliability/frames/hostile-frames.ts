import {
  closeFrame,
  deflatedFrame,
  encodeFrame,
  OFFERS_DEFLATE,
  OPCODE,
  textFrame,
} from "../../support/web-socket-wire.ts";

/** The required outcome of an attack. Any other outcome is forbidden. */
export type Outcome =
  /** Its socket is closed with this code, and the others see it leave. */
  | { readonly closes: number }
  /** An error with this code, to its sender only; the socket stays open. */
  | { readonly refused: string }
  /** A message with this text, like anyone's; the socket stays open. */
  | { readonly says: string }
  /** Nothing; the socket stays open. */
  | "nothing";

export interface Attack {
  readonly what: string;
  /** Sent by a client that has completed its hello. */
  readonly bytes: () => Buffer;
  readonly outcome: Outcome;
  /** Sent with the handshake. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** RFC 6455, 7.4.1. */
const PROTOCOL_ERROR = { closes: 1002 } as const;
const TOO_LARGE = { closes: 1009 } as const;
const MILLION = 1_000_000;
const MIB = 1024 * 1024;

const said = (message: string) => JSON.stringify({ type: "message", id: "hostile", message });
const HI = said("hi");
/** A message frame whose text consists of these bytes. */
const around = (bytes: readonly number[]) => {
  const [before = "", behind = ""] = said("|").split("|");
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(behind)]);
};
const text = (parts: Omit<Parameters<typeof encodeFrame>[0], "opcode">) =>
  encodeFrame({ opcode: OPCODE.text, ...parts });
const more = (payload: string | Uint8Array, final = false) =>
  encodeFrame({ opcode: OPCODE.continuation, payload, final });
const times = (count: number, bytes: Buffer) => Buffer.alloc(count * bytes.length, bytes);
const promised = (announced: bigint) => text({ payload: HI, length: { announced, inBytes: 8 } });
const split = (bytes: Buffer, at: number) =>
  Buffer.concat([text({ payload: bytes.subarray(0, at), final: false }), more(bytes.subarray(at), true)]);

/** An attack and its bytes. */
function attack(what: string, outcome: Outcome, ...frames: readonly Buffer[]): Attack {
  return { what, outcome, bytes: () => Buffer.concat(frames) };
}

const MASKS = [
  attack(
    "a mask that was not applied to the payload",
    { refused: "bad_json" },
    text({ payload: HI, mask: Buffer.from([1, 2, 3, 4]), isMaskIgnored: true }),
  ),
  attack(
    "a mask that makes the payload invalid UTF-8",
    { refused: "bad_encoding" },
    text({ payload: HI, mask: Buffer.from([0x81, 0x92, 0xf3, 0x84]), isMaskIgnored: true }),
  ),
  attack(
    "a mask of any other four bytes",
    { says: "hi" },
    text({ payload: HI, mask: Buffer.from([0xde, 0xad, 0xbe, 0xef]) }),
  ),
];

const RESERVED = [
  ...[1, 2, 3, 4, 5, 6, 7].map((bits) =>
    attack(
      `the reserved bits ${bits.toString(2).padStart(3, "0")}`,
      PROTOCOL_ERROR,
      text({ payload: HI, reserved: bits }),
    ),
  ),
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) =>
    attack(`the reserved opcode ${opcode}`, PROTOCOL_ERROR, encodeFrame({ opcode, payload: HI })),
  ),
  attack("a binary frame", { refused: "binary" }, encodeFrame({ opcode: OPCODE.binary, payload: HI })),
];

const FRAGMENTS = [
  attack("a continuation of nothing", PROTOCOL_ERROR, more(HI, true)),
  attack("a continuation of nothing that goes on", PROTOCOL_ERROR, more(HI)),
  attack("a continuation of what is complete", PROTOCOL_ERROR, textFrame("ping"), more("x", true)),
  attack("a new message inside another", PROTOCOL_ERROR, text({ payload: "{", final: false }), textFrame(HI)),
  attack(
    "a ping inside a message",
    { says: "hi" },
    text({ payload: HI.slice(0, 9), final: false }),
    encodeFrame({ opcode: OPCODE.ping, payload: "x" }),
    more(HI.slice(9), true),
  ),
  attack("a close frame inside a message", { closes: 1000 }, text({ payload: "{", final: false }), closeFrame(1000)),
  attack(
    "a message in a million empty fragments",
    { says: "hi" },
    text({ final: false }),
    times(MILLION, more("")),
    more(HI, true),
  ),
  attack(
    "a million fragments of one byte",
    TOO_LARGE,
    text({ payload: "x", final: false }),
    times(MILLION, more("x")),
    more("x", true),
  ),
  attack(
    "64 fragments of 1 MiB without an end",
    TOO_LARGE,
    text({ payload: "x", final: false }),
    times(64, more(Buffer.alloc(MIB, 120))),
  ),
];

const LENGTHS = [
  attack(
    "a two-byte length that fits in one",
    { says: "hi" },
    text({ payload: HI, length: { announced: BigInt(HI.length), inBytes: 2 } }),
  ),
  attack(
    "an eight-byte length that fits in one",
    { says: "hi" },
    text({ payload: HI, length: { announced: BigInt(HI.length), inBytes: 8 } }),
  ),
  attack("16 KiB and a byte", { refused: "too_large" }, textFrame(JSON.stringify({ x: "x".repeat(16 * 1024) }))),
  attack("64 KiB and a byte", TOO_LARGE, textFrame("x".repeat(64 * 1024 + 1))),
  attack("a promise of 32 MiB and a byte", TOO_LARGE, promised(BigInt(32 * MIB + 1))),
  attack("a promise of 2^32 bytes", TOO_LARGE, promised(1n << 32n)),
  attack("a promise of 2^63 - 1 bytes", TOO_LARGE, promised((1n << 63n) - 1n)),
  attack("a promise with the highest bit set", TOO_LARGE, promised(1n << 63n)),
  attack("a promise of 2^64 - 1 bytes", TOO_LARGE, promised((1n << 64n) - 1n)),
];

/** A close code that cannot be sent is answered like a close without a code (P6). */
const CLOSES = [
  ...[0, 1, 999, 1001, 1004, 1005, 1006, 1012, 1015, 1016, 2000, 2999, 5000, 65_535].map((code) =>
    attack(`a close frame with ${code}`, { closes: 1000 }, closeFrame(code)),
  ),
  attack("a close frame with 3000", { closes: 3000 }, closeFrame(3000)),
  attack("a close frame with 4999", { closes: 4999 }, closeFrame(4999)),
  attack("a close frame with nothing", { closes: 1000 }, encodeFrame({ opcode: OPCODE.close })),
  attack(
    "a close frame of one byte",
    { closes: 1000 },
    encodeFrame({ opcode: OPCODE.close, payload: Buffer.from([3]) }),
  ),
  attack("a close frame whose reason is no UTF-8", { closes: 1000 }, closeFrame(1000, Buffer.from([0xff, 0xfe, 0xc0]))),
  attack("a close frame of more than 125 bytes", { closes: 1000 }, closeFrame(1000, "x".repeat(124))),
  attack(
    "a close frame in fragments",
    PROTOCOL_ERROR,
    encodeFrame({ opcode: OPCODE.close, payload: Buffer.from([3, 0xe8]), final: false }),
  ),
  attack("a message behind its close frame", { closes: 1000 }, closeFrame(1000), textFrame(HI)),
  attack("a thousand close frames", { closes: 1000 }, times(1_000, closeFrame(1000))),
];

const PINGS = [
  attack("a ping in fragments", PROTOCOL_ERROR, encodeFrame({ opcode: OPCODE.ping, payload: "x", final: false })),
  attack("a ping of 126 bytes", "nothing", encodeFrame({ opcode: OPCODE.ping, payload: "x".repeat(126) })),
  attack("a pong that nobody asked for", "nothing", encodeFrame({ opcode: OPCODE.pong, payload: "x" })),
  attack("100,000 pings", "nothing", times(100_000, encodeFrame({ opcode: OPCODE.ping, payload: "x".repeat(125) }))),
  attack("100,000 pings of the protocol's own", "nothing", times(100_000, textFrame("ping"))),
];

const TEXTS = [
  attack("an overlong encoding of a slash", { refused: "bad_encoding" }, text({ payload: around([0xc0, 0xaf]) })),
  attack("half a surrogate pair in UTF-8", { refused: "bad_encoding" }, text({ payload: around([0xed, 0xa0, 0x80]) })),
  attack(
    "a character beyond U+10FFFF",
    { refused: "bad_encoding" },
    text({ payload: around([0xf4, 0x90, 0x80, 0x80]) }),
  ),
  attack("a byte that UTF-8 does not have", { refused: "bad_encoding" }, text({ payload: around([0xff]) })),
  attack("half a character", { refused: "bad_encoding" }, text({ payload: around([0xe2, 0x82]) })),
  attack(
    "half a character at the end of a fragmented message",
    { refused: "bad_encoding" },
    text({ payload: around([0xe2, 0x82]), final: false }),
    more("", true),
  ),
  attack(
    "a character split over two fragments",
    { says: "é" },
    split(around([0xc3, 0xa9]), said("").indexOf('""') + 2),
  ),
];

const COMPRESSION: readonly Attack[] = [
  attack("a compressed frame, where nobody agreed on that", PROTOCOL_ERROR, deflatedFrame(HI)),
  {
    what: "a compressed frame after negotiation",
    bytes: () => deflatedFrame(HI),
    outcome: { says: "hi" },
    headers: OFFERS_DEFLATE,
  },
  {
    what: "an invalid compressed frame",
    bytes: () => text({ payload: Buffer.alloc(99, 0xff), reserved: 4 }),
    outcome: PROTOCOL_ERROR,
    headers: OFFERS_DEFLATE,
  },
  {
    what: "64 MiB in 64 KiB of deflate",
    bytes: () => deflatedFrame(Buffer.alloc(64 * MIB, 120)),
    outcome: TOO_LARGE,
    headers: OFFERS_DEFLATE,
  },
  {
    what: "1 MiB in 1 KiB of deflate",
    bytes: () => deflatedFrame(Buffer.alloc(MIB, 120)),
    outcome: TOO_LARGE,
    headers: OFFERS_DEFLATE,
  },
];

const OTHER_LANGUAGES = [
  attack("a TLS hello", PROTOCOL_ERROR, Buffer.from("16030100a5010000a1", "hex")),
  attack("zeros", PROTOCOL_ERROR, Buffer.alloc(1_000)),
  attack("ones", PROTOCOL_ERROR, Buffer.alloc(1_000, 0xff)),
];

/** Frames that no client of this project sends, and the required outcome of each. */
export const ATTACKS: readonly Attack[] = [
  ...MASKS,
  ...RESERVED,
  ...FRAGMENTS,
  ...LENGTHS,
  ...CLOSES,
  ...PINGS,
  ...TEXTS,
  ...COMPRESSION,
  ...OTHER_LANGUAGES,
];
