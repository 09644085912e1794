/** Time, as the client uses it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Calls a function once, later.
   *
   * @param ms milliseconds from now
   * @returns a function that calls it off; harmless afterwards
   */
  after(ms: number, run: () => void): () => void;
}

/** The platform's own. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
