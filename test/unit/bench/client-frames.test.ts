import { describe, expect, it } from "vitest";
import { FrameTemplate } from "../../../bench/generator/client-frames.ts";
import { DIALECTS } from "../../../bench/generator/dialects.ts";
import { MAX_REJECTION_BYTES, rejectionIn } from "../../../bench/generator/rejection.ts";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { parseV1Frame } from "../../../src/protocol/parse-v1.ts";

/** The payloads of a client's frames. */
function payloadsOf(frames: Buffer): string[] {
  const payloads: string[] = [];
  for (let at = 0; at < frames.length; ) {
    const isLong = ((frames[at + 1] ?? 0) & 0x7f) === 126;
    const length = isLong ? frames.readUInt16BE(at + 2) : (frames[at + 1] ?? 0) & 0x7f;
    const payload = at + (isLong ? 8 : 6);
    payloads.push(frames.toString("utf8", payload, payload + length));
    at = payload + length;
  }
  return payloads;
}

describe("the frames of the bench's clients", () => {
  it.each(["parley", "parleyUnicode"] as const)(
    "are accepted by a room, however many messages wait (P3.21, P5): %s",
    (name) => {
      const frames = new FrameTemplate(3, DIALECTS[name]).take(0, 1_000);
      const reads = payloadsOf(frames).flatMap((frame) => parseV1Frame(frame, DEFAULT_LIMITS));
      expect(reads).toHaveLength(1_000);
      expect(reads.filter((read) => !read.ok)).toEqual([]);
    },
  );
});

describe("an error in what a room sent", () => {
  const error = Buffer.from('[{"type":"error","code":"rate_limited","message":"Wait.","id":"0000-00000031"}]');

  it("is found by its code", () => {
    expect(rejectionIn(error)).toBe("rate_limited");
    expect(rejectionIn(Buffer.from('[{"type":"message","message":"hi"}]'))).toBeUndefined();
  });

  it("is found when a read ends within it", () => {
    for (let end = 0; end < error.length; end += 1) {
      const first = error.subarray(0, end);
      const kept = first.subarray(-MAX_REJECTION_BYTES);
      const found = rejectionIn(first) ?? rejectionIn(Buffer.concat([kept, error.subarray(end)]));
      expect(found).toBe("rate_limited");
    }
  });
});
