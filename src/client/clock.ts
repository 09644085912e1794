/** The current time, and timers. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Calls a function once, later.
   *
   * @param ms milliseconds from now
   * @returns cancels the call; does nothing afterwards
   */
  after(ms: number, run: () => void): () => void;
}

/** The platform's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
