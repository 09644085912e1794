import type { Session } from "../model/session.ts";

/** UTF-16 units of log that one address may receive by its hellos at once (P3.12): sixteen of the longest resumes. */
const BURST = 4 * 1024 * 1024;

/** UTF-16 units that come back every second. */
const PER_SECOND = 64 * 1024;

/** Milliseconds until the budget is whole again. */
const FILL_MS = (BURST / PER_SECOND) * 1_000;

/** How much of the log each address received by its hellos (P3.12). Addresses that do not count have no budget. */
export class ResumeBudget {
  readonly #spent = new Map<string, { units: number; at: number }>();
  #sweptAt = 0;

  /** Whether an address may receive more than the least. */
  hasMore({ from }: Pick<Session, "from">, now: number): boolean {
    return from === undefined || this.#spentBy(from, now) < BURST;
  }

  /** @param length UTF-16 units that were sent */
  spend({ from }: Pick<Session, "from">, length: number, now: number): void {
    if (from === undefined) return;
    this.#sweep(now);
    this.#spent.set(from, { units: this.#spentBy(from, now) + length, at: now });
  }

  #spentBy(from: string, now: number): number {
    const spent = this.#spent.get(from);
    if (spent === undefined) return 0;
    return Math.max(spent.units - (Math.max(now - spent.at, 0) / 1_000) * PER_SECOND, 0);
  }

  #sweep(now: number): void {
    if (Math.abs(now - this.#sweptAt) < FILL_MS) return;
    this.#sweptAt = now;
    for (const from of this.#spent.keys()) if (this.#spentBy(from, now) === 0) this.#spent.delete(from);
  }
}
