import { describe, expect, test } from "vitest";
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import { MAX_LAG_EVENTS, MAX_LAG_LENGTH } from "../../../src/protocol/limits.ts";
import { runStalled } from "./stalled-readers.ts";

/** Maximum UTF-16 units of the frame that crosses the limit: a full batch, and a message of 4,000 characters. */
const FRAME_LENGTH = 64 * 1024 + 4_500;
/** Maximum events in such a frame, as short as they are here. */
const FRAME_EVENTS = 400;

// That a silent peer is gone within 90 s is proven in real time by the long form, and on a mocked clock by
// test/worker/v1-session.test.ts.
describe("readers that stop reading in a busy room", () => {
  test("P3.8 P4.4 are closed with 4008 at 1 MiB, while healthy clients stay, and miss nothing after they reconnect", async () => {
    const { healthyClosed, stalled } = await runStalled({ readers: 20, messages: 280, length: 4_000 });
    expect(healthyClosed).toEqual([]);
    expect(stalled).toHaveLength(20);
    for (const reader of stalled) {
      expect(reader).toMatchObject({ code: CLOSE.lagging, back: "resume", isComplete: true });
      expect(reader.length).toBeLessThan(MAX_LAG_LENGTH + FRAME_LENGTH);
    }
  });

  test("P3.8 P4.4 are closed with 4008 at 4,000 events, while healthy clients stay, and miss nothing after they reconnect", async () => {
    const { healthyClosed, stalled } = await runStalled({ readers: 20, messages: 4_100, length: 20 });
    expect(healthyClosed).toEqual([]);
    expect(stalled).toHaveLength(20);
    for (const reader of stalled) {
      expect(reader).toMatchObject({ code: CLOSE.lagging, back: "resume", isComplete: true });
      expect(reader.events).toBeGreaterThan(MAX_LAG_EVENTS);
      expect(reader.events).toBeLessThan(MAX_LAG_EVENTS + FRAME_EVENTS);
    }
  });
});
