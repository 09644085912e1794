/** Delay before the next flush, as a share of the time that the last one took. 0.25 to 0.5 measured best. */
const WAIT_SHARE = 0.4;

/**
 * Milliseconds that an item should take at most, from its arrival to the last copy of its flush. One that just misses a flush
 * waits for that one, then for the delay, then for its own: a room that is that slow delays nothing on purpose, because more
 * items gather by themselves.
 */
const LATENCY_TARGET_MS = 150;

/**
 * Milliseconds after which a deferrable item is flushed if no urgent one has arrived. In a busy room an urgent one comes
 * sooner, and a sender does not notice the delay. An item that arrives just after a flush waits up to twice as long.
 */
const MAX_HOLD_MS = 100;

/** Dependencies of {@link Batcher}. */
export interface BatcherPorts<T> {
  /** Processes items in the order of their arrival, and calls `done` once all of their results are sent. */
  readonly flush: (items: readonly T[], done: () => void) => void;
  /** Maximum total weight of a flush. A single item may weigh more. */
  readonly capacity: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => void;
}

/**
 * Batches incoming items. In a quiet room an item is flushed at once, without a timer. Under load, a flush is delayed by a
 * share of the time that the last one took, so that it carries more; the delay shrinks again as the load does. Deferrable
 * items cause no flush of their own for a while and go with the next one.
 *
 * The edge's clock stands still while code runs, so the duration of a flush is read when the timer after it fires. A timer
 * counts from where the clock stood, so the delay and the end of the flush overlap there.
 */
export class Batcher<T> {
  readonly #ports: BatcherPorts<T>;
  #items: T[] = [];
  /** Weight of each item. */
  #weights: number[] = [];
  /** Whether the timer after a flush is pending. */
  #resting = false;
  /** Whether an urgent item is queued. */
  #isUrgent = false;
  /** Whether the timer for deferrable items is pending. */
  #holding = false;
  /** Number of flushes so far. */
  #flushes = 0;
  #waitMs = 0;

  constructor(ports: BatcherPorts<T>) {
    this.#ports = ports;
  }

  /** @param canWait whether the item is deferrable: a flush costs the same however many items it carries */
  add(item: T, weight: number, canWait = false): void {
    this.#items.push(item);
    this.#weights.push(weight);
    this.#isUrgent ||= !canWait;
    this.#next();
  }

  /** Flushes everything now, so that whatever the caller does next comes after it. */
  drain(): void {
    while (this.#items.length > 0) this.#ports.flush(this.#take(), () => {});
  }

  /** Flushes queued items now, or schedules it. */
  #next(): void {
    if (this.#resting || this.#items.length === 0) return;
    if (this.#isUrgent) this.#flush();
    else if (!this.#holding) this.#hold();
  }

  #hold(): void {
    this.#holding = true;
    const flushes = this.#flushes;
    this.#ports.after(MAX_HOLD_MS, () => {
      this.#holding = false;
      // A flush in the meantime took the held items along; the present ones are newer.
      this.#isUrgent ||= this.#flushes === flushes;
      this.#next();
    });
  }

  #flush(): void {
    const started = this.#ports.now();
    const items = this.#take();
    const waitMs = this.#items.length > 0 ? 0 : this.#waitMs;
    this.#resting = true;
    this.#ports.flush(items, () => this.#ports.after(waitMs, () => this.#rested(started + waitMs)));
  }

  /** Takes the next items, up to the limits of a flush. */
  #take(): T[] {
    const { capacity } = this.#ports;
    let count = 0;
    let weight = 0;
    do {
      weight += this.#weights[count] ?? 0;
      count += 1;
    } while (count < this.#items.length && weight + (this.#weights[count] ?? 0) <= capacity);
    this.#weights.splice(0, count);
    const items = this.#items.splice(0, count);
    this.#isUrgent &&= this.#items.length > 0;
    this.#flushes += 1;
    return items;
  }

  /** @param started when the last flush began, plus the delay after it */
  #rested(started: number): void {
    this.#resting = false;
    const tookMs = Math.max(this.#ports.now() - started, 0);
    this.#waitMs = Math.max(Math.min(tookMs * WAIT_SHARE, LATENCY_TARGET_MS - 2 * tookMs), 0);
    if (!this.#isUrgent) this.#waitMs = 0;
    this.#next();
  }
}
