/** Seeded random numbers: mulberry32, which is small and good enough to choose moments with. */
export class Random {
  #state: number;

  /** @param seed a whole number, of which 32 bits count */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, but excluding, 1. */
  readonly next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };

  /** From `from` up to `to`. */
  between(from: number, to: number): number {
    return from + (to - from) * this.next();
  }

  /** A whole number from 0 up to, but excluding, `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws if there is there is nothing to choose from */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("there is nothing to choose from");
    return item;
  }

  /** Another source, for draws that must not depend on the order of other draws. */
  fork(): Random {
    return new Random(this.below(0x1_0000_0000));
  }
}

/** The seed of a test run: `PARLEY_SEED`, to repeat a failed one, or a new seed each time. */
export function seedOfRun(): number {
  return Number(process.env.PARLEY_SEED ?? Math.floor(Math.random() * 1e6));
}
