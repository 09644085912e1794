import { MAX_LAG_EVENTS } from "../../protocol/limits.ts";

/** What part of the time that the last flush took the next one waits for more. A quarter to a half was best in trials. */
const WAIT_SHARE = 0.4;

/** Milliseconds that a command waits at most for others to come. */
const MAX_WAIT_MS = 50;

/**
 * Milliseconds after which an item that can wait is worked off where no other came: longer than it takes in a busy room until
 * somebody says something, and too short for a sender to mind. One that came behind a flush waits for up to twice that.
 */
const MAX_HOLD_MS = 100;

/** Items of one flush at most: a quarter of what a reader may leave unacknowledged, so that it can say so in between (P3.8). */
const MAX_ITEMS = MAX_LAG_EVENTS / 4;

/** What a gathering needs of the world. */
export interface BatcherPorts<T> {
  /** Works off what came in, in the order in which it came. */
  readonly flush: (items: readonly T[]) => void;
  /** What the items of one flush may weigh together; one item alone may weigh more. */
  readonly capacity: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => void;
}

/**
 * Decides when what comes in is worked off. In a quiet room that is at once: no timer is in the way. While more comes
 * than one flush can carry, a flush waits for a share of what the last one took, so that the next one carries more; when
 * it becomes quiet, so does the waiting. What can wait brings about no flush of its own for a while, and goes with the next one.
 *
 * The clock of the edge stands still while code runs, so what a flush took is read when the timer behind it fires; and a
 * timer counts from where the clock stood, so there the wait and the end of the flush overlap.
 */
export class Batcher<T> {
  readonly #ports: BatcherPorts<T>;
  #items: T[] = [];
  /** Of each item. */
  #weights: number[] = [];
  /** Whether a flush was lately, and the timer behind it is pending. */
  #resting = false;
  /** Whether something is there that cannot wait. */
  #isUrgent = false;
  /** Whether the timer is pending that looks for what was held. */
  #holding = false;
  /** How many flushes there were. */
  #flushes = 0;
  #waitMs = 0;

  constructor(ports: BatcherPorts<T>) {
    this.#ports = ports;
  }

  /** @param canWait for others to come: a flush costs the same however many it carries */
  add(item: T, weight: number, canWait = false): void {
    this.#items.push(item);
    this.#weights.push(weight);
    this.#isUrgent ||= !canWait;
    this.#next();
  }

  /** Works off everything now, for what has to come after it. */
  drain(): void {
    while (this.#items.length > 0) this.#ports.flush(this.#take());
  }

  /** Works off what is there, or sees to it that somebody will. */
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
      // Where others came, they took along what was held, and what is there now came behind them.
      this.#isUrgent ||= this.#flushes === flushes;
      this.#next();
    });
  }

  #flush(): void {
    const started = this.#ports.now();
    const items = this.#take();
    const waitMs = this.#items.length > 0 ? 0 : this.#waitMs;
    this.#resting = true;
    this.#ports.flush(items);
    this.#ports.after(waitMs, () => this.#rested(started + waitMs));
  }

  /** The next items, as many as one flush carries. */
  #take(): T[] {
    const capacity = this.#ports.capacity();
    let count = 0;
    let weight = 0;
    do {
      weight += this.#weights[count] ?? 0;
      count += 1;
    } while (count < Math.min(this.#items.length, MAX_ITEMS) && weight + (this.#weights[count] ?? 0) <= capacity);
    this.#weights.splice(0, count);
    const items = this.#items.splice(0, count);
    this.#isUrgent &&= this.#items.length > 0;
    this.#flushes += 1;
    return items;
  }

  /** @param started when the last flush began, the wait behind it added */
  #rested(started: number): void {
    this.#resting = false;
    const tookMs = Math.max(this.#ports.now() - started, 0);
    this.#waitMs = Math.min(tookMs * WAIT_SHARE, MAX_WAIT_MS);
    if (!this.#isUrgent) this.#waitMs = 0;
    this.#next();
  }
}
