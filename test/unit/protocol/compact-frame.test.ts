import { describe, expect, test } from "vitest";
import { compactFrames, type Sendable } from "../../../src/protocol/compact-frame.ts";
import { expandFrame } from "../../../src/protocol/expand-frame.ts";
import { parseServerFrame } from "../../../src/protocol/server-frame.ts";
import { Random } from "../../reliability/random.ts";

const SEED = 20_261_127;
const PEOPLE = [
  { uid: "ada7wq3hz2m5tb8c", username: "Ada" },
  { uid: "ada7wq3hz2m5tb8c", username: 'Ada "L."' },
  { uid: "grace1k9x4n6v0sd", username: "Grace 👩‍💻" },
  { uid: "@site", username: "林", signedIn: true as const },
];
const TEXTS = ["hi", "", "\n", "你好，世界", "👩‍👩‍👧‍👦", "x".repeat(300), '"]},{"', "\u2028"];
const OTHERS = [
  {},
  {},
  {},
  { replyTo: 1 },
  { color: "red", mentions: [{ uid: "u", username: "U" }] },
  { hidden: true },
];

/** Some consecutive objects of a broadcast. */
function randomObjects(random: Random): Sendable[] {
  let seq = random.below(1_000_000);
  let at = 1_700_000_000_000 + random.below(1_000_000);
  return Array.from({ length: random.below(40) }, (): Sendable => {
    const kind = random.below(10);
    if (kind === 0) return { type: "typing", uid: "ada7wq3hz2m5tb8c" };
    if (kind === 1) return { type: "presence", joined: [], left: ["u"], count: 3 };
    if (kind === 2) return { type: "cast", uid: "u", data: { at: 1, seq: 2 } };
    // A gap is not among what a room sends, but costs only the short form.
    seq += random.below(50) === 0 ? 2 : 1;
    at += random.pick([0, 0, 0, 1, 250, -5]);
    const id = random.below(3) === 0 ? "x".repeat(36) : `id-${seq}`;
    if (kind === 3) return { type: "reaction", seq, at, uid: "u", id, target: 1, emoji: "👍", on: true };
    if (kind === 4) return { type: "void", seq, at, uid: "", id: "" };
    return {
      type: "message",
      seq,
      at,
      id,
      message: random.pick(TEXTS),
      ...random.pick(PEOPLE),
      ...random.pick(OTHERS),
    } as Sendable;
  });
}

describe(`compact frames, seed ${SEED}`, () => {
  test("P3.20 a compact frame expands to the long form, whatever the objects are", () => {
    const random = new Random(SEED);
    for (let run = 0; run < 2_000; run += 1) {
      const objects = randomObjects(random);
      const frames = compactFrames(objects, random.below(2) === 0 ? 500 : 1_000_000);
      expect(frames.flatMap((frame) => expandFrame(JSON.parse(frame)))).toEqual(objects);
      expect(frames.flatMap(parseServerFrame)).toEqual(parseServerFrame(JSON.stringify(objects)));
    }
  });

  test("P3.20 a message of 64 characters takes at most 120 bytes in a gathered frame", () => {
    const objects = Array.from({ length: 100 }, (_, index): Sendable => {
      const stamp = {
        seq: index + 1,
        at: 1_700_000_000_000 + Math.floor(index / 10),
        id: "0123456789abcdef".repeat(2),
      };
      return { type: "message", ...stamp, ...PEOPLE[index % 3], message: "x".repeat(64) } as Sendable;
    });
    const bytes = compactFrames(objects, 1_000_000).reduce((sum, frame) => sum + Buffer.byteLength(frame), 0);
    expect(bytes / objects.length).toBeLessThanOrEqual(120);
    expect(JSON.stringify(objects).length / objects.length).toBeGreaterThan(190);
  });

  test("P3.20 a frame stays within its length, unless one object exceeds it", () => {
    const objects = Array.from({ length: 500 }, (_, index): Sendable => {
      const stamp = { seq: index + 1, at: 1, id: String(index) };
      return { type: "message", ...stamp, uid: `u${index}`, username: "Ada", message: "hello" };
    });
    const frames = compactFrames(objects, 1_000);
    expect(frames.length).toBeGreaterThan(10);
    for (const frame of frames) expect(frame.length).toBeLessThan(1_200);
  });

  test.each([
    "null",
    "1",
    '"x"',
    "{}",
    '{"objects":1}',
    '{"people":[],"seq":1,"at":1,"objects":[[0,"a","b"]]}',
    '{"people":[1],"seq":1,"at":1,"objects":[[0,"a","b"]]}',
    '{"people":[["u","U"]],"seq":1,"at":1,"objects":[null]}',
    '{"people":[["u","U"]],"seq":"x","at":1,"objects":[[0,"a","b"]]}',
  ])("P3.20 a client drops what is not a frame: %s", (frame) => {
    expect(parseServerFrame(frame)).toEqual([]);
  });

  test("P3.20 a malformed message keeps its place in the log", () => {
    const frame = '{"people":[["u",{}]],"seq":1,"at":1,"objects":[[0,"a","b"]]}';
    expect(parseServerFrame(frame)).toEqual([{ type: "unknown", seq: 2 }]);
  });
});
