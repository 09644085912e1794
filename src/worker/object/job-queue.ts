import type { JsonObject } from "../../protocol/json.ts";
import type { Job, JobStore } from "../storage/job-store.ts";

/** Milliseconds from the first failure of a job to its next attempt; each further failure doubles them. */
const BACKOFF_MS = 10_000;

/** Milliseconds between two attempts, at most. */
const MAX_BACKOFF_MS = 60 * 60 * 1_000;

/** Attempts after which a job is given up. The last ones are an hour apart, so that an outage of some hours is survived. */
const MAX_ATTEMPTS = 16;

/** Milliseconds that a job of another release waits before it is looked at again. */
const FOREIGN_WAIT_MS = 60 * 60 * 1_000;

/** Times that such a job is looked at before it is given up: a week, in which a release that knows it can come back. */
const FOREIGN_LOOKS = 7 * 24;

/** Does the work of one kind of job. It may be called twice for the same job: after a crash the job is still stored. */
export type JobHandler = (payload: JsonObject) => void | Promise<void>;

/** What a job queue needs of the room's object. */
export interface JobPorts {
  readonly store: JobStore;
  readonly alarms: { setAlarm(at: number): Promise<void>; deleteAlarm(): Promise<void> };
  /**
   * The handler of a kind. `undefined` if this release does not know the kind: the job waits a week for a release that does, since
   * a rollback is often followed by another deploy.
   */
  readonly handlerOf: (kind: string) => JobHandler | undefined;
  /** When the next presence sweep is due, in milliseconds since 1970; `undefined` if no one is here. */
  readonly sweepDue: () => number | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A job failed, and is tried again unless `isLast`. */
  readonly failed: (kind: string, error: unknown, isLast: boolean) => void;
}

/**
 * The jobs of a room behind its object's one alarm, by kind: scheduling a kind again replaces its job. A job outlasts
 * eviction and restarts, because its due time is a row.
 *
 * The presence sweep shares the alarm and has no row: setting an alarm is a row already, a sweep is due all the time, and
 * running it too often does no harm. So it runs with every alarm, and its due time is worked out when the alarm is set.
 */
export class JobQueue {
  readonly #ports: JobPorts;

  constructor(ports: JobPorts) {
    this.#ports = ports;
  }

  /** @param due milliseconds since 1970 */
  schedule(kind: string, due: number, payload: JsonObject = {}): void {
    this.#ports.store.put({ kind, due, payload, attempts: 0 });
    void this.setAlarm();
  }

  isScheduled(kind: string): boolean {
    return this.#ports.store.has(kind);
  }

  dueAt(kind: string): number | undefined {
    return this.#ports.store.dueAt(kind);
  }

  cancel(kind: string): void {
    this.#ports.store.delete(kind);
    void this.setAlarm();
  }

  /** Sets the alarm for whatever is due next, or deletes it. */
  setAlarm(): Promise<void> {
    const { alarms, store, sweepDue } = this.#ports;
    const due = Math.min(sweepDue() ?? Number.POSITIVE_INFINITY, store.nextDue() ?? Number.POSITIVE_INFINITY);
    // The platform takes no alarm at 0, which is how a job says "at once".
    return Number.isFinite(due) ? alarms.setAlarm(Math.max(due, 1)) : alarms.deleteAlarm();
  }

  /** Runs the jobs that are due, and sets the next alarm. */
  async run(): Promise<void> {
    const { now, store } = this.#ports;
    for (const job of store.due(now())) await this.#attempt(job);
    await this.setAlarm();
  }

  async #attempt(stored: Job): Promise<void> {
    const { failed, handlerOf, now, store } = this.#ports;
    const handler = handlerOf(stored.kind);
    if (handler === undefined) {
      this.#wait(stored);
      return;
    }
    // The looks of a release that did not know it are no failures.
    const job = stored.attempts < 0 ? { ...stored, attempts: 0 } : stored;
    if (job !== stored) store.put(job);
    try {
      await handler(job.payload);
      store.delete(job.kind, job);
    } catch (error) {
      const attempts = job.attempts + 1;
      const isLast = attempts >= MAX_ATTEMPTS;
      failed(job.kind, error, isLast);
      if (isLast) store.delete(job.kind, job);
      else store.retry(job, now() + Math.min(BACKOFF_MS * 2 ** job.attempts, MAX_BACKOFF_MS));
    }
  }

  /** Leaves a job to a release that knows it. Its attempts count the looks at it, below 0. */
  #wait(job: Job): void {
    const { failed, now, store } = this.#ports;
    const attempts = Math.min(job.attempts, 0) - 1;
    if (attempts >= -FOREIGN_LOOKS) store.put({ ...job, due: now() + FOREIGN_WAIT_MS, attempts });
    else {
      failed(job.kind, new Error("no release came that knows this job"), true);
      store.delete(job.kind, job);
    }
  }
}
