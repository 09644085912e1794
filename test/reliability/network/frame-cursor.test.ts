import { expect, test } from "vitest";
import { Random } from "../random.ts";
import { seedOfTest } from "../test-seed.ts";
import { FrameCursor } from "./frame-cursor.ts";

const HEAD = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

/** A frame with this many bytes of payload, from a server or, if masked, from a client. */
function frame(length: number, masked: boolean): Buffer {
  const bit = masked ? 0x80 : 0;
  const long = Buffer.alloc(10);
  long.writeBigUInt64BE(BigInt(length), 2);
  const header =
    length < 126
      ? Buffer.from([0x81, bit | length])
      : length < 0x1_0000
        ? Buffer.from([0x81, bit | 126, length >> 8, length & 0xff])
        : Buffer.concat([Buffer.from([0x81, bit | 127]), long.subarray(2)]);
  return Buffer.concat([header, Buffer.alloc(masked ? 4 : 0, 7), Buffer.alloc(length, 0x81)]);
}

test("a frame cursor finds the start of each frame, however the bytes are split", () => {
  const random = new Random(seedOfTest());
  const lengths = [0, 1, 125, 126, 300, 65_535, 65_536, 2, 70_000, 5];
  const starts: number[] = [];
  let bytes = Buffer.from(HEAD);
  for (const length of lengths) {
    starts.push(bytes.length);
    bytes = Buffer.concat([bytes, frame(length, random.chance(0.5))]);
  }
  for (let round = 0; round < 50; round += 1) {
    const cursor = new FrameCursor();
    const found: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + random.below(random.chance(0.5) ? 8 : 40_000);
      found.push(...cursor.take(bytes.subarray(at, at + size)).map(({ start }) => at + start));
      at += size;
    }
    expect(found).toEqual(starts);
  }
});
