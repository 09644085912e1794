/** How much may be done under one key. Whole numbers, so that what a bucket holds is exact. */
export interface Rate {
  /** On average. */
  readonly perSecond: number;
  /** At once, by who rested. */
  readonly burst: number;
}

/** What a token counts in a bucket: with a second of 1,000 ms, a rate of so many a second earns as many in each millisecond. */
const TOKEN = 1_000;

/** What one key has left, at the time for which it was asked. */
export interface Bucket {
  /** In thousandths of a token. */
  level: number;
  /** When `level` was right, in milliseconds since 1970. */
  at: number;
  /** How often it was empty when a token was wanted, since it was full. */
  refused: number;
}

/**
 * A token bucket for each key. One is full at first, and forgotten when it would be full again, so that there are never
 * more than were used in the time that two fillings take.
 */
export class TokenBuckets {
  readonly rate: Rate;
  readonly #full: number;
  /** Milliseconds in which an empty bucket fills. */
  readonly #fillMs: number;
  readonly #buckets = new Map<string, Bucket>();
  #sweptAt = 0;

  constructor(rate: Rate) {
    this.rate = rate;
    this.#full = rate.burst * TOKEN;
    this.#fillMs = this.#full / rate.perSecond;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  /**
   * The bucket of a key, with what it earned until now.
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
    // A clock that was set back gives nothing, and takes nothing.
    const earned = Math.max(now - bucket.at, 0) * this.rate.perSecond;
    bucket.level = Math.min(this.#full, bucket.level + earned);
    bucket.at = now;
    if (bucket.level === this.#full) bucket.refused = 0;
    return bucket;
  }

  /** Milliseconds until a bucket holds a token; 0 where it does. */
  waitFor({ level }: Bucket): number {
    return Math.ceil(Math.max(TOKEN - level, 0) / this.rate.perSecond);
  }

  /** What part of its burst a key has left, 0 to 1. */
  shareOf(key: string, now: number): number {
    return this.of(key, now).level / this.#full;
  }

  #sweep(now: number): void {
    if (Math.abs(now - this.#sweptAt) < this.#fillMs) return;
    this.#sweptAt = now;
    for (const [key, { at }] of this.#buckets) if (now - at >= this.#fillMs) this.#buckets.delete(key);
  }
}

/** Takes a token from a bucket that holds one. */
export function takeToken(bucket: Bucket): void {
  bucket.level -= TOKEN;
}
