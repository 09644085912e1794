/** Counts durations by their upper bounds, as Prometheus wants them. */
export class Histogram {
  /** Milliseconds, in order. */
  readonly bounds: readonly number[];
  /** Per bound, the durations that are at most that long, and above all bounds. */
  readonly #counts: number[];
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.#counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  add(ms: number): void {
    const index = this.bounds.findIndex((bound) => ms <= bound);
    const place = index === -1 ? this.bounds.length : index;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#sum += ms;
  }

  /** Samples of OpenMetrics, in seconds: one for each bound, then all of them and their sum. */
  samples(): (readonly [string, number])[] {
    let total = 0;
    const buckets = this.#counts.map((count, index) => {
      total += count;
      const bound = this.bounds[index];
      return [`_bucket{le="${bound === undefined ? "+Inf" : bound / 1_000}"}`, total] as const;
    });
    return [...buckets, ["_count", total], ["_sum", this.#sum / 1_000]];
  }
}
