import { describe, expect, test } from "vitest";
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import { ACKS_PER_LAG, MAX_LAG_LENGTH } from "../../../src/protocol/limits.ts";
import { runStalled } from "./stalled-readers.ts";

const MIB = 1024 * 1024;
/** Maximum UTF-16 units of the frame that crosses the limit: a full batch, and a message of 4,000 characters. */
const FRAME_LENGTH = 512 * 1024 + 4_500;
/** What 20 readers may be behind before the first of them leaves (P3.18). */
const SHARE_OF_20 = (1.5 * MAX_LAG_LENGTH) / ACKS_PER_LAG + (32 * MIB) / 20;

// That a silent peer is gone within 90 s is proven in real time by the long form, and on a mocked clock by
// test/worker/v1-session.test.ts.
describe("readers that stop reading in a busy room", () => {
  test("P3.17 P4.4 are closed with 4008 at 8 MiB, while healthy clients stay, and miss nothing after they reconnect", async () => {
    const { healthyClosed, stalled } = await runStalled({ readers: 2, messages: 2_050, length: 4_000 });
    expect(healthyClosed).toEqual([]);
    expect(stalled).toHaveLength(2);
    for (const reader of stalled) {
      expect(reader).toMatchObject({ code: CLOSE.lagging, back: "resume", isComplete: true });
      expect(reader.length).toBeGreaterThan(MAX_LAG_LENGTH);
      expect(reader.length).toBeLessThan(MAX_LAG_LENGTH + FRAME_LENGTH);
    }
  });

  test("P3.18 P4.4 are closed before they fill the object together, while healthy clients stay, and come back", async () => {
    const { healthyClosed, stalled } = await runStalled({ readers: 20, messages: 2_200, length: 4_000 });
    expect(healthyClosed).toEqual([]);
    expect(stalled).toHaveLength(20);
    for (const reader of stalled) expect(reader).toMatchObject({ code: CLOSE.lagging, isComplete: true });
    expect(Math.min(...stalled.map(({ length }) => length))).toBeLessThan(SHARE_OF_20 + FRAME_LENGTH);
  });
});
