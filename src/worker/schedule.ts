import { SILENT_AFTER_MS } from "../protocol/limits.ts";
import type { Effect } from "../room/effects.ts";
import type { Room } from "../room/room.ts";
import type { SessionId } from "../room/session.ts";

/** Milliseconds over which comings and goings are gathered into one signal (P3.6). */
const PRESENCE_WINDOW_MS = 500;

/**
 * Milliseconds between two looks for peers that went silent, at least: with `SILENT_AFTER_MS` it stays within the 90 s of
 * P4.5, with some seconds for the alarm itself to come late.
 */
const MIN_SWEEP_MS = 10_000;

/** What a schedule needs of the room's object. */
export interface SchedulePorts {
  /** The room, while it is awake. */
  readonly room: () => Room | undefined;
  readonly carryOut: (effects: readonly Effect[]) => void;
  /** When a socket last sent `ping`, in milliseconds since 1970, if it ever did. */
  readonly lastPing: (id: SessionId) => number | undefined;
  readonly alarms: Pick<DurableObjectStorage, "setAlarm" | "deleteAlarm">;
}

/**
 * What a room does by the clock and not because a frame came. Its two timers are short and seldom, so that a quiet room
 * is evicted with its sockets kept; what may be far off is the object's one alarm.
 */
export class Schedule {
  readonly #ports: SchedulePorts;
  readonly #hello: Deadline;
  readonly #presence: Deadline;

  constructor(ports: SchedulePorts) {
    this.#ports = ports;
    this.#hello = new Deadline(() => this.#sweep());
    this.#presence = new Deadline(() => this.#tell((room) => room.takePresence()));
  }

  /** Somebody is about to enter: the alarm lasts for as long as anybody is here (P4.5). */
  entering(room: Room): void {
    if (room.sockets === 0) this.#ports.alarms.setAlarm(Date.now() + SILENT_AFTER_MS);
  }

  /** Somebody left. */
  left(room: Room): void {
    if (room.sockets === 0) this.#ports.alarms.deleteAlarm();
  }

  /** A turn of the room is over: looks when the next hello is overdue (P3.1), and whether there is something to tell (P3.6). */
  update(room: Room): void {
    this.#hello.set(room.helloDue());
    if (room.presenceChanged && !this.#presence.isSet) this.#presence.set(Date.now() + PRESENCE_WINDOW_MS);
  }

  /** The alarm came: looks for peers that went silent, and when to look again (P4.5). */
  async alarm(): Promise<void> {
    this.#sweep();
    const room = this.#ports.room();
    if (room === undefined || room.sockets === 0) return;
    const now = Date.now();
    const due = room.silenceDue(now, this.#ports.lastPing);
    await this.#ports.alarms.setAlarm(Math.max(due, now + MIN_SWEEP_MS));
  }

  #sweep(): void {
    this.#tell((room) => room.sweep(Date.now(), this.#ports.lastPing));
  }

  #tell(decide: (room: Room) => Effect[]): void {
    const room = this.#ports.room();
    if (room !== undefined) this.#ports.carryOut(decide(room));
  }
}

/** One timer, for whatever is due next. While it is not set, it does not keep the object from hibernating. */
class Deadline {
  readonly #reached: () => void;
  #timer: number | null = null;
  #due: number | undefined;

  constructor(reached: () => void) {
    this.#reached = reached;
  }

  get isSet(): boolean {
    return this.#due !== undefined;
  }

  /** @param due milliseconds since 1970; undefined where nothing is awaited */
  set(due: number | undefined): void {
    if (due === this.#due) return;
    this.#due = due;
    clearTimeout(this.#timer);
    if (due === undefined) return;
    this.#timer = setTimeout(() => {
      this.#due = undefined;
      this.#reached();
    }, due - Date.now());
  }
}
