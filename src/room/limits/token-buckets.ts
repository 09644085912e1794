/** Rate limit per key. Both are integers, so that bucket levels are exact. */
export interface Rate {
  /** Average rate. */
  readonly perSecond: number;
  /** Capacity of a bucket. */
  readonly burst: number;
}

/** Units per token. With 1,000, a rate of n tokens per second adds exactly n units per millisecond. */
const TOKEN = 1_000;

/** State of one bucket. */
export interface Bucket {
  /** In thousandths of a token. */
  level: number;
  /** Time at which `level` was computed, in milliseconds since 1970. */
  at: number;
  /** Number of refusals since the bucket was last full. */
  refused: number;
}

/**
 * A token bucket per key. New buckets are full, and full ones are forgotten, so at most those used within two fill
 * times stay in memory.
 */
export class TokenBuckets {
  readonly rate: Rate;
  readonly #full: number;
  /** Milliseconds until an empty bucket is full. */
  readonly #fillMs: number;
  readonly #buckets = new Map<string, Bucket>();
  #sweptAt = 0;

  constructor(rate: Rate) {
    this.rate = rate;
    this.#full = rate.burst * TOKEN;
    this.#fillMs = this.#full / rate.perSecond;
  }

  /** Number of buckets in memory. */
  get size(): number {
    return this.#buckets.size;
  }

  /**
   * Returns the bucket of a key, refilled up to `now`.
   *
   * @param now milliseconds since 1970
   */
  of(key: string, now: number): Bucket {
    this.#sweep(now);
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      const full = { level: this.#full, at: now, refused: 0 };
      this.#buckets.set(key, full);
      return full;
    }
    // A clock that was set back neither adds nor removes tokens.
    const earned = Math.max(now - bucket.at, 0) * this.rate.perSecond;
    bucket.level = Math.min(this.#full, bucket.level + earned);
    bucket.at = now;
    if (bucket.level === this.#full) bucket.refused = 0;
    return bucket;
  }

  /** Milliseconds until a bucket has a token; 0 if it has one. */
  waitFor({ level }: Bucket): number {
    return Math.ceil(Math.max(TOKEN - level, 0) / this.rate.perSecond);
  }

  /** Remaining share of a key's burst, from 0 to 1. */
  shareOf(key: string, now: number): number {
    return this.of(key, now).level / this.#full;
  }

  #sweep(now: number): void {
    if (Math.abs(now - this.#sweptAt) < this.#fillMs) return;
    this.#sweptAt = now;
    for (const [key, { at }] of this.#buckets) if (now - at >= this.#fillMs) this.#buckets.delete(key);
  }
}

/** Takes a token from a bucket that has one. */
export function takeToken(bucket: Bucket): void {
  bucket.level -= TOKEN;
}
