import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FrameLimit } from "../../src/room/rate-limit.ts";

const START = 1_700_000_000_000;

function outcomes(limit: FrameLimit, times: number, now: number, id = "a"): string[] {
  return Array.from({ length: times }, () => limit.judge(id, now).outcome);
}

describe("P5.1 frames of a socket", () => {
  test("two seconds' worth may come at once, and one more waits for its token", () => {
    const limit = new FrameLimit(50);
    expect(new Set(outcomes(limit, 100, START))).toEqual(new Set(["take"]));
    expect(limit.judge("a", START)).toEqual({ outcome: "refuse", retryAfter: 20 });
    expect(limit.judge("a", START + 19).outcome).toBe("refuse");
    expect(limit.judge("a", START + 20).outcome).toBe("take");
  });

  test("one socket's flood takes nothing from another", () => {
    const limit = new FrameLimit(1);
    outcomes(limit, 100, START, "loud");
    expect(limit.judge("calm", START).outcome).toBe("take");
  });

  test("who goes on for a hundred bursts is closed, and who rests is forgiven", () => {
    const limit = new FrameLimit(1);
    outcomes(limit, 2, START);
    expect(new Set(outcomes(limit, 200, START))).toEqual(new Set(["refuse"]));
    expect(limit.judge("a", START).outcome).toBe("close");
    outcomes(limit, 2, START, "b");
    outcomes(limit, 200, START, "b");
    expect(limit.judge("b", START + 2_000).outcome).toBe("take");
    outcomes(limit, 1, START + 2_000, "b");
    expect(limit.judge("b", START + 2_000).outcome).toBe("refuse");
  });

  test("a socket that left is forgotten", () => {
    const limit = new FrameLimit(1);
    outcomes(limit, 2, START);
    limit.forget("a");
    expect(limit.judge("a", START).outcome).toBe("take");
  });

  test("over any time, no more is taken than a burst and the rate, whatever the clock does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000, max: 2_000 }), { maxLength: 300 }), (steps) => {
        const limit = new FrameLimit(5);
        let now = START;
        let forward = 0;
        let taken = 0;
        for (const step of steps) {
          now += step;
          forward += Math.max(step, 0);
          if (limit.judge("a", now).outcome === "take") taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(10 + (forward * 5) / 1_000 + 1);
      }),
    );
  });
});
