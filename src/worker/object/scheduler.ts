import type { Effect } from "../../room/model/effects.ts";
import type { SessionId } from "../../room/model/session.ts";
import type { Room } from "../../room/room.ts";
import type { JobQueue } from "./job-queue.ts";

/** Minimum interval between two frames of signals, in milliseconds: presence and typing are batched (P3.6, P3.9). */
export const SIGNALS_WINDOW_MS = 500;

/** Dependencies of {@link Scheduler}. */
export interface SchedulerPorts {
  /** The room, while it is awake. */
  readonly room: () => Room | undefined;
  /** Runs a turn of the room, if it is awake. */
  readonly settle: (decide: (room: Room) => Effect[]) => void;
  /** When a socket last sent `ping`, in milliseconds since 1970, if it ever did. */
  readonly lastPing: (id: SessionId) => number | undefined;
  /** The jobs behind the object's one alarm. */
  readonly jobs: Pick<JobQueue, "run" | "setAlarm">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls `run` once after `ms` milliseconds. Returns a function that cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/**
 * Time-driven work of a room. Its two timers are short and rare, so that a quiet room can hibernate; everything further
 * off uses the object's one alarm.
 */
export class Scheduler {
  readonly #ports: SchedulerPorts;
  readonly #hello: Deadline;
  readonly #signals: Deadline;
  /** When signals were last sent, in milliseconds since 1970. */
  #sentAt = 0;
  /** Whether anyone would have seen an absence when the alarm was set (P4.6); undefined before the first turn. */
  #hasCompany: boolean | undefined;

  constructor(ports: SchedulerPorts) {
    this.#ports = ports;
    this.#hello = new Deadline(ports, () => ports.settle(({ timeouts }) => timeouts.dropLate(ports.now())));
    this.#signals = new Deadline(ports, () => this.#sendSignals());
  }

  /** Sets the alarm when the first socket joins: an occupied room always has one (P4.5). */
  joined(room: Room): void {
    if (room.sockets === 1) void this.#ports.jobs.setAlarm();
  }

  /** Checks for silent peers before a join or a count. In a room without company, the last check may be long ago (P4.6). */
  asked(room: Room): void {
    if (room.sockets > 0 && !room.hasCompany) this.#dropSilent();
  }

  /** Recomputes the alarm of a room that came from elsewhere. */
  restart(): Promise<void> {
    return this.#ports.jobs.setAlarm();
  }

  /** Recomputes the alarm when the last socket leaves. */
  left(room: Room): void {
    if (room.sockets === 0) void this.#ports.jobs.setAlarm();
  }

  /** Updates the timers after a turn. */
  update(room: Room): void {
    this.#hello.set(room.timeouts.helloDue());
    this.#updateSignals(room);
    const { hasCompany } = room;
    if (hasCompany && this.#hasCompany === false) void this.#ports.jobs.setAlarm();
    this.#hasCompany = hasCompany;
  }

  /** Handles the alarm: runs the presence sweep (P4.5) and due jobs, and sets the next alarm. */
  async alarm(): Promise<void> {
    this.#ports.settle(({ timeouts }) => timeouts.dropLate(this.#ports.now()));
    this.#ports.settle(({ timeouts }) => timeouts.dropExpired(this.#ports.now()));
    this.#dropSilent();
    await this.#ports.jobs.run();
  }

  /**
   * Presence changes and ends of typing wait for the window, so that they go out together. Typing goes out at once, or with
   * the first turn after the window: a timer for it would keep a room awake, and billed, for as long as anyone types.
   */
  #updateSignals(room: Room): void {
    const now = this.#ports.now();
    if (room.hasDueSignals) {
      if (!this.#signals.isSet) this.#signals.set(now + SIGNALS_WINDOW_MS);
    } else if (room.hasPendingTyping && now - this.#sentAt >= SIGNALS_WINDOW_MS) this.#sendSignals();
  }

  #sendSignals(): void {
    this.#sentAt = this.#ports.now();
    this.#ports.settle((room) => room.takeSignals());
  }

  /** When the presence sweep is due next; undefined in an empty room. */
  sweepDue(): number | undefined {
    const room = this.#ports.room();
    if (room === undefined || room.sockets === 0) return undefined;
    return room.timeouts.lookDue(this.#ports.now(), this.#ports.lastPing);
  }

  #dropSilent(): void {
    this.#ports.settle(({ timeouts }) => timeouts.dropSilent(this.#ports.now(), this.#ports.lastPing));
  }
}

/** One timer. While it is not set, it does not keep the object from hibernating. */
class Deadline {
  readonly #ports: Pick<SchedulerPorts, "now" | "after">;
  readonly #reached: () => void;
  #cancel = () => {};
  #due: number | undefined;

  constructor(ports: Pick<SchedulerPorts, "now" | "after">, reached: () => void) {
    this.#ports = ports;
    this.#reached = reached;
  }

  get isSet(): boolean {
    return this.#due !== undefined;
  }

  /** @param due milliseconds since 1970; undefined cancels the timer */
  set(due: number | undefined): void {
    if (due === this.#due) return;
    this.#cancel();
    this.#due = due;
    if (due === undefined) return;
    this.#cancel = this.#ports.after(due - this.#ports.now(), () => {
      this.#due = undefined;
      this.#reached();
    });
  }
}
