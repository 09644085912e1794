import type { JsonObject } from "../../protocol/json.ts";

/** Work that is due at a time. */
export interface Job {
  readonly kind: string;
  /** Milliseconds since 1970. */
  readonly due: number;
  readonly payload: JsonObject;
  /** Attempts that failed. */
  readonly attempts: number;
}

/** The jobs of a room, one of each kind. */
export interface JobStore {
  /** Stores a job in place of the one of its kind. */
  put(job: Job): void;
  /**
   * @param only deletes the job only if it is still this one: a handler may have scheduled its kind again
   */
  delete(kind: string, only?: Job): void;
  /** Counts a failed attempt of a job, unless its kind was scheduled again meanwhile. */
  retry(job: Job, due: number): void;
  has(kind: string): boolean;
  /** When the job of a kind is due. */
  dueAt(kind: string): number | undefined;
  /** The jobs that are due, the oldest first. */
  due(now: number): Job[];
  /** When the next job is due. */
  nextDue(): number | undefined;
}
