/** New guests within a minute from which on a room counts as flooded (P10.1). A link in a busy place brings fewer. */
export const FLOOD_GUESTS = 30;

/** Milliseconds over which new guests are counted. */
const FLOOD_WINDOW_MS = 60_000;

/** Tells a flood of new guests from a busy minute. */
export class FloodDetector {
  /** The times of the newest arrivals, as a ring: the oldest of them stands at `#next`. */
  readonly #arrivals: number[] = [];
  #next = 0;

  /** @param now milliseconds since 1970 */
  add(now: number): void {
    this.#arrivals[this.#next] = now;
    this.#next = (this.#next + 1) % FLOOD_GUESTS;
  }

  /** Whether as many new guests came within the last minute as make a flood. */
  isFlood(now: number): boolean {
    const oldest = this.#arrivals[this.#next];
    return this.#arrivals.length === FLOOD_GUESTS && oldest !== undefined && now - oldest < FLOOD_WINDOW_MS;
  }
}
