/** A checksum of 32 bits over parts, one after the other. */
export class Checksum {
  readonly #table: Uint32Array;
  #value = 0xffff_ffff;

  private constructor(table: Uint32Array) {
    this.#table = table;
  }

  /** CRC-32 as PNG has it. */
  static png(): Checksum {
    PNG_TABLE ??= tableOf((value) => (value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1));
    return new Checksum(PNG_TABLE);
  }

  add(bytes: Uint8Array): this {
    const table = this.#table;
    let value = this.#value;
    for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
    this.#value = value;
    return this;
  }

  value(): number {
    return ~this.#value >>> 0;
  }
}

let PNG_TABLE: Uint32Array | undefined;
let OGG_TABLE: Uint32Array | undefined;

/** The checksum of a page of Ogg: the same polynomial, its highest bit first. */
export function oggChecksum(page: Uint8Array): number {
  OGG_TABLE ??= tableOf((value) => (value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1), 24);
  let value = 0;
  for (const byte of page) value = (value << 8) ^ (OGG_TABLE[(value >>> 24) ^ byte] ?? 0);
  return value >>> 0;
}

function tableOf(step: (value: number) => number, shift = 0): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte << shift;
    for (let bit = 0; bit < 8; bit += 1) value = step(value);
    return value;
  });
}
