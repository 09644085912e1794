/**
 * Counts requests by key, in windows of a fixed length. It stands for Cloudflare's rate limit binding (P5.5): one process
 * serves every request, so its memory is enough.
 */
export class RequestLimiter {
  readonly #limit: number;
  readonly #periodMs: number;
  readonly #counts = new Map<string, number>();
  #endsAt = 0;

  /** @param period in seconds */
  constructor({ limit, period }: { readonly limit: number; readonly period: number }) {
    this.#limit = limit;
    this.#periodMs = period * 1_000;
  }

  /** @param now milliseconds of the clock */
  take(key: string, now: number): boolean {
    // A new window forgets every key, so the map never holds more than the addresses of one window.
    if (now >= this.#endsAt) {
      this.#counts.clear();
      this.#endsAt = now + this.#periodMs;
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= this.#limit;
  }
}
