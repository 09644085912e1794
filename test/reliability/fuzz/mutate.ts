import { encodeFrame, type FrameParts, OPCODE } from "../../support/web-socket-wire.ts";
import type { Random } from "../random.ts";
import { type Dialect, EDGES, KEYS, NUMBERS, TEXTS, TYPES, validCommand } from "./corpus.ts";

/**
 * How a frame was mutated: not at all; in its value; in its JSON text; in its bytes; in its framing; or it is noise.
 */
export const KINDS = ["valid", "value", "text", "bytes", "frame", "noise"] as const;
export type Kind = (typeof KINDS)[number];

/** Payload mutations, which work in any kind of frame. */
export type PayloadKind = Exclude<Kind, "frame">;

/** How many of a hundred frames get each payload mutation. */
const SHARES: Readonly<Record<PayloadKind, number>> = { valid: 10, value: 45, text: 20, bytes: 15, noise: 10 };
/** Maximum bytes of noise. Above 64 KiB a frame closes its socket, as a few in the corpus do. */
const MAX_NOISE = 400;

/** The content of a frame: text, or bytes that may not be text. */
export interface Payload {
  readonly kind: PayloadKind;
  readonly content: string | Buffer;
}

/** Generates the content of the next frame. */
export function nextPayload(random: Random, dialect: Dialect): Payload {
  let draw = random.below(100);
  for (const kind of ["valid", "value", "text", "bytes"] as const) {
    draw -= SHARES[kind];
    if (draw < 0) return { kind, content: MAKE[kind](random, dialect) };
  }
  return { kind: "noise", content: MAKE.noise(random, dialect) };
}

const MAKE: Readonly<Record<PayloadKind, (random: Random, dialect: Dialect) => string | Buffer>> = {
  valid: (random, dialect) => JSON.stringify(validCommand(random, dialect)),
  value: (random, dialect) => JSON.stringify(mutatedValue(random, dialect)),
  text: (random, dialect) => mutatedText(random, JSON.stringify(validCommand(random, dialect))),
  bytes: (random, dialect) => mutatedBytes(random, Buffer.from(JSON.stringify(validCommand(random, dialect)))),
  noise: (random) => noise(random),
};

/** A command with some values, keys or types replaced. */
function mutatedValue(random: Random, dialect: Dialect): unknown {
  let value: unknown = validCommand(random, dialect);
  for (let times = 1 + random.below(3); times > 0; times -= 1) value = mutated(random, value);
  return value;
}

function mutated(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.chance(0.05)) return anyValue(random, 0);
  const entries = Object.entries(value);
  const at = random.below(entries.length + 1);
  const [key, item] = entries[at] ?? [random.pick(KEYS), anyValue(random, 0)];
  const rest = entries.filter((_, index) => index !== at);
  const changed: [string, unknown] | undefined =
    at === entries.length
      ? [key, item]
      : random.pick<() => [string, unknown] | undefined>([
          () => [key, anyValue(random, 0)],
          () => [key, anyValue(random, 0)],
          () => [key, random.pick(EDGES.get(key) ?? TEXTS)],
          () => [key, random.pick(EDGES.get(key) ?? TEXTS)],
          () => [key, typeof item === "object" ? mutated(random, item) : random.pick(TEXTS)],
          () => [random.pick(KEYS), item],
          () => ["type", random.pick(TYPES)],
          () => undefined,
        ])();
  if (changed === undefined) return fromEntries(rest);
  if (Array.isArray(value)) return [...value.filter((_, index) => index !== at), changed[1]];
  return fromEntries([...rest, changed]);
}

function anyValue(random: Random, depth: number): unknown {
  const leaf = () =>
    random.pick<unknown>([null, true, false, random.pick(NUMBERS), random.pick(TEXTS), random.pick(TYPES)]);
  if (depth > 3 || random.chance(0.7)) return leaf();
  if (random.chance(0.1)) return nested(2 + random.below(40), random.chance(0.5));
  const items = Array.from({ length: random.below(4) }, () => anyValue(random, depth + 1));
  return random.chance(0.5) ? items : fromEntries(items.map((item) => [random.pick(KEYS), item]));
}

function nested(levels: number, isArray: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = isArray ? [value] : { a: value };
  return value;
}

/** With `__proto__` as an own key, as JSON allows. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

/** A text with characters removed, doubled, swapped or inserted. */
function mutatedText(random: Random, text: string): string {
  let changed = text;
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(changed.length + 1);
    const to = Math.min(changed.length, at + random.below(8));
    const [before, middle, behind] = [changed.slice(0, at), changed.slice(at, to), changed.slice(to)];
    changed = random.pick<() => string>([
      () => before + behind,
      () => before + middle + middle + behind,
      () =>
        before +
        random.pick(['"', "{", "}", "[", "]", ",", ":", "\\", "\\u", "\\ud83d", "null", "1e999", "-", "0x1"]) +
        behind,
      () => before + random.pick(TEXTS).slice(0, 100) + middle + behind,
      () => before,
      () => behind + before,
      () => before + "[".repeat(1 + random.below(200)) + behind,
    ])();
  }
  return changed;
}

/** Bytes with some replaced: the result may not be UTF-8. */
function mutatedBytes(random: Random, bytes: Buffer): Buffer {
  let changed = Buffer.from(bytes);
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(changed.length);
    const bit = 1 << random.below(8);
    random.pick<() => void>([
      () => changed.writeUInt8((changed[at] ?? 0) ^ bit, at),
      () => changed.writeUInt8(random.below(256), at),
      () => {
        changed = Buffer.concat([changed.subarray(0, at), noise(random).subarray(0, 4), changed.subarray(at)]);
      },
      () => {
        changed = changed.subarray(0, at + 1);
      },
    ])();
  }
  return changed;
}

function noise(random: Random): Buffer {
  return Buffer.from(Array.from({ length: random.below(MAX_NOISE) }, () => random.below(256)));
}

/** Bytes on the wire with broken framing. */
export function mutatedFrame(random: Random, content: string | Buffer): Buffer {
  const payload = Buffer.from(content);
  const any16 = () => random.pick([0, 1, 125, 126, 127, 0xffff, random.below(0x1_0000)]);
  const parts: FrameParts = random.pick<() => FrameParts>([
    () => ({ opcode: random.below(16), payload }),
    () => ({ opcode: OPCODE.text, payload, reserved: random.below(8) }),
    () => ({ opcode: random.below(16), payload, final: false, reserved: random.below(8) }),
    () => ({ opcode: OPCODE.text, payload, mask: "none" }),
    () => ({ opcode: OPCODE.text, payload, mask: Buffer.from([1, 2, 3, random.below(256)]), isMaskIgnored: true }),
    () => ({ opcode: OPCODE.text, payload, length: { announced: BigInt(any16()), inBytes: 2 } }),
    () => ({ opcode: OPCODE.text, payload, length: { announced: 1n << BigInt(random.below(64)), inBytes: 8 } }),
    () => ({
      opcode: OPCODE.close,
      payload: Buffer.from([random.below(256), random.below(256), ...payload.subarray(0, 200)]),
    }),
    () => ({ opcode: random.pick([OPCODE.ping, OPCODE.pong]), payload: payload.subarray(0, random.below(200)) }),
    () => ({ opcode: OPCODE.continuation, payload }),
    () => ({ opcode: OPCODE.text, payload: payload.subarray(0, 5), final: false }),
  ])();
  const bytes = encodeFrame(parts);
  return random.chance(0.2) ? mutatedBytes(random, bytes) : bytes;
}

/** Whether these bytes leave a server waiting for the rest of a frame. */
export function leavesOpen(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const header = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + ((bytes[at + 1] ?? 0) & 0x80 ? 4 : 0);
    if (at + header > bytes.length) return true;
    const length =
      short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short;
    at += header + length;
  }
  return at > bytes.length;
}
