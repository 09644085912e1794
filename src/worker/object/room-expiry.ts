import type { JsonObject } from "../../protocol/json.ts";
import type { JobQueue } from "./job-queue.ts";

/** The job that looks whether the room may go. */
export const EXPIRY_JOB = "room:expiry";

/** Milliseconds for which a room without an event outlasts the last person in it (P1.7). */
const EMPTY_MS = 10 * 60 * 1_000;

/** Dependencies of {@link RoomExpiry}. */
export interface RoomExpiryPorts {
  readonly jobs: Pick<JobQueue, "schedule">;
  readonly sockets: () => number;
  /** Whether an event was ever stored, or an owner made the room what it is. */
  readonly isUsed: () => boolean;
  /** When the newest event was stored, in milliseconds since 1970; 0 if there is none. */
  readonly newestAt: () => number;
  /** `ROOM_IDLE_DAYS` in milliseconds. */
  readonly idleMs: () => number | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Decides when a room deletes itself (P1.7): by a job, so that nothing has to wake an empty room. */
export class RoomExpiry {
  readonly #ports: RoomExpiryPorts;
  #isExpired = false;
  #isForced = false;

  constructor(ports: RoomExpiryPorts) {
    this.#ports = ports;
  }

  /** Whether the room is to be deleted. */
  get isExpired(): boolean {
    return this.#isForced || (this.#isExpired && this.#ports.sockets() === 0);
  }

  /** Has the room deleted, whoever is in it (P18.8). */
  force(): void {
    this.#isForced = true;
  }

  /** The room was made, or the last person left. */
  restart(): void {
    const { jobs, now } = this.#ports;
    const since = now();
    const due = this.#due(since);
    if (due !== undefined) jobs.schedule(EXPIRY_JOB, Math.max(due, since + EMPTY_MS), { since });
  }

  /** The job is due. */
  run({ since }: JsonObject): void {
    const { jobs, now, sockets } = this.#ports;
    // A leave restarts the wait. After a crash there is no leave, and this job is all there is.
    if (sockets() > 0) {
      this.restart();
      return;
    }
    const due = this.#due(Number(since));
    if (due === undefined) return;
    if (due > now()) jobs.schedule(EXPIRY_JOB, due, { since: Number(since) });
    else this.#isExpired = true;
  }

  /** The room was deleted. */
  forget(): void {
    this.#isExpired = false;
    this.#isForced = false;
  }

  /** When a room that is empty since `since` may be deleted; undefined if never. */
  #due(since: number): number | undefined {
    const { isUsed, newestAt } = this.#ports;
    const idleMs = this.#ports.idleMs();
    if (!isUsed()) return since + EMPTY_MS;
    return idleMs === undefined ? undefined : (newestAt() || since) + idleMs;
  }
}
