// A fixed piece of work, in a process on the core of the server or of the generator: it tells whether that core is as
// fast as usual. It computes and it walks through memory, as servers do.
import { medianOf } from "../statistics.ts";
import type { Work } from "./stopwatch.ts";

const WORDS = 1 << 20;
const PASSES = 12;
/** Runs per timing; their median counts, because a short pause disturbs no step. */
const TIMES = 7;
/** Runs before the first timing, after which the code is compiled. */
const WARM_UP = 5;

const words = new Uint32Array(WORDS).map((_, i) => i);

function work(): number {
  let x = 1;
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (let i = 0; i < WORDS; i += 1) {
      x = Math.imul(x ^ (words[i] ?? 0), 0x01000193);
      words[i] = x;
    }
  }
  return x;
}

for (let i = 0; i < WARM_UP; i += 1) work();

process.on("message", () => {
  let result = 0;
  const times = Array.from({ length: TIMES }, () => {
    const startedAt = performance.now();
    result ^= work();
    return performance.now() - startedAt;
  });
  // The result is sent along, so that no compiler may skip the work.
  process.send?.({ ms: medianOf(times), result } satisfies Work);
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
