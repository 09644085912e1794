import type { Job, JobStore } from "../../src/worker/storage/job-store.ts";

/** The jobs of a room in memory. */
export class MemoryJobStore implements JobStore {
  readonly #jobs = new Map<string, Job>();

  put(job: Job): void {
    this.#jobs.set(job.kind, job);
  }

  delete(kind: string, only?: Job): void {
    if (only === undefined || this.#isStill(only)) this.#jobs.delete(kind);
  }

  retry(job: Job, due: number): void {
    if (this.#isStill(job)) this.#jobs.set(job.kind, { ...job, due, attempts: job.attempts + 1 });
  }

  has(kind: string): boolean {
    return this.#jobs.has(kind);
  }

  dueAt(kind: string): number | undefined {
    return this.#jobs.get(kind)?.due;
  }

  due(now: number): Job[] {
    return [...this.#jobs.values()].filter(({ due }) => due <= now).sort((a, b) => a.due - b.due);
  }

  nextDue(): number | undefined {
    return this.#jobs.size === 0 ? undefined : Math.min(...Array.from(this.#jobs.values(), ({ due }) => due));
  }

  #isStill({ attempts, due, kind }: Job): boolean {
    const stored = this.#jobs.get(kind);
    return stored?.due === due && stored.attempts === attempts;
  }
}
