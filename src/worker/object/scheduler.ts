import type { Effect } from "../../room/effects.ts";
import type { SessionId } from "../../room/people/session.ts";
import type { Room } from "../../room/room.ts";
import type { JobQueue } from "./job-queue.ts";

/** Milliseconds from one frame of signals to the next, at least: who comes, goes and types is gathered (P3.6, P3.9). */
const SIGNALS_WINDOW_MS = 500;

/** What a schedule needs of the room's object. */
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
  /** Calls back once, after so many milliseconds; what it returns calls that off. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/**
 * What a room does by the clock and not because a frame came. Its two timers are short and seldom, so that a quiet room
 * is evicted with its sockets kept; what may be far off is the object's one alarm.
 */
export class Scheduler {
  readonly #ports: SchedulerPorts;
  readonly #hello: Deadline;
  readonly #signals: Deadline;
  /** When signals were last told, in milliseconds since 1970. */
  #toldAt = 0;
  /** Whether somebody could be told of a silent death when the alarm was set; unknown before the first turn. */
  #hasCompany: boolean | undefined;

  constructor(ports: SchedulerPorts) {
    this.#ports = ports;
    this.#hello = new Deadline(ports, () => ports.settle(({ watch }) => watch.dropLate(ports.now())));
    this.#signals = new Deadline(ports, () => this.#tellSignals());
  }

  /** A socket joined: there is an alarm for as long as anybody is here (P4.5). */
  joined(room: Room): void {
    if (room.sockets === 1) void this.#ports.jobs.setAlarm();
  }

  /** Somebody is about to enter, or wants to know who is here. Where one person was alone, nobody has looked for long (P4.6). */
  asked(room: Room): void {
    if (room.people === 1) this.#dropSilent();
  }

  /** Somebody left. */
  left(room: Room): void {
    if (room.sockets === 0) void this.#ports.jobs.setAlarm();
  }

  /** A turn of the room is over: sees to what is due by the clock from here on. */
  update(room: Room): void {
    this.#hello.set(room.watch.helloDue());
    this.#updateSignals(room);
    const hasCompany = room.people > 1;
    if (hasCompany && this.#hasCompany === false) void this.#ports.jobs.setAlarm();
    this.#hasCompany = hasCompany;
  }

  /** The alarm came: runs the presence sweep (P4.5) and the jobs that are due, and sets the next alarm. */
  async alarm(): Promise<void> {
    this.#ports.settle(({ watch }) => watch.dropLate(this.#ports.now()));
    this.#ports.settle(({ watch }) => watch.dropExpired(this.#ports.now()));
    this.#dropSilent();
    await this.#ports.jobs.run();
  }

  /**
   * Comings and goings wait for others to be told with them. Somebody's typing does not: it is told at once, or with the
   * first turn after the window, because a timer for it would keep a room awake for as long as anybody types, and being
   * awake is what is paid for.
   */
  #updateSignals(room: Room): void {
    const now = this.#ports.now();
    if (room.presenceChanged) {
      if (!this.#signals.isSet) this.#signals.set(now + SIGNALS_WINDOW_MS);
    } else if (room.hasPendingTyping && now - this.#toldAt >= SIGNALS_WINDOW_MS) this.#tellSignals();
  }

  #tellSignals(): void {
    this.#toldAt = this.#ports.now();
    this.#ports.settle((room) => room.takeSignals());
  }

  /** When the presence sweep is due next; `undefined` if nobody is here. */
  sweepDue(): number | undefined {
    const room = this.#ports.room();
    if (room === undefined || room.sockets === 0) return undefined;
    return room.watch.lookDue(this.#ports.now(), this.#ports.lastPing);
  }

  #dropSilent(): void {
    this.#ports.settle(({ watch }) => watch.dropSilent(this.#ports.now(), this.#ports.lastPing));
  }
}

/** One timer, for whatever is due next. While it is not set, it does not keep the object from hibernating. */
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

  /** @param due milliseconds since 1970; undefined where nothing is awaited */
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
