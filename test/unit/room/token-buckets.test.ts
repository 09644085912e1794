import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TokenBuckets, takeToken } from "../../../src/room/limits/token-buckets.ts";

const START = 1_700_000_000_000;
/** Tolerance for a sum of a hundred fractions. */
const ROUNDING = 1e-6;

/** Takes a token if there is one. */
function take(buckets: TokenBuckets, key: string, now: number): boolean {
  const bucket = buckets.of(key, now);
  if (buckets.waitFor(bucket) > 0) return false;
  takeToken(bucket);
  return true;
}

describe("P5.2 token buckets", () => {
  test("within any period, takes stay within burst plus rate, whatever the clock does", () => {
    const step = fc.record({ ms: fc.integer({ min: -1_000, max: 2_000 }), times: fc.integer({ min: 1, max: 20 }) });
    const rate = fc.record({ perSecond: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(rate, fc.array(step, { maxLength: 100 }), (rate, steps) => {
        const buckets = new TokenBuckets(rate);
        let now = START;
        /** Tokens taken minus tokens earned, and its minimum so far. */
        let ahead = 0;
        let least = 0;
        for (const { ms, times } of steps) {
          now += ms;
          ahead -= (Math.max(ms, 0) * rate.perSecond) / 1_000;
          least = Math.min(least, ahead);
          for (let i = 0; i < times; i += 1) if (take(buckets, "a", now)) ahead += 1;
          expect(ahead - least).toBeLessThanOrEqual(rate.burst + ROUNDING);
        }
      }),
    );
  });

  test("a sender who waits as told gets a token, and not a millisecond earlier", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 100 }), (perSecond, burst) => {
        const buckets = new TokenBuckets({ perSecond, burst });
        for (let i = 0; i < burst; i += 1) take(buckets, "a", START);
        const wait = buckets.waitFor(buckets.of("a", START));
        expect(take(buckets, "a", START + wait - 1)).toBe(false);
        expect(take(buckets, "a", START + wait)).toBe(true);
      }),
    );
  });

  test("a full bucket is dropped, any other is kept", () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 10 });
    for (let key = 0; key < 1_000; key += 1) take(buckets, `old ${key}`, START);
    for (let i = 0; i < 10; i += 1) take(buckets, "busy", START + 5_000);
    take(buckets, "new", START + 11_000);
    expect(buckets.size).toBe(2);
    expect(buckets.of("busy", START + 11_000).level).toBe(6_000);
  });
});
