import { DEFAULT_LIMITS, PING_EVERY_MS } from "../../src/protocol/limits.ts";
import type { LiveSession, SessionId } from "../../src/room/model/session.ts";
import { Room } from "../../src/room/room.ts";
import { JobQueue } from "../../src/worker/object/job-queue.ts";
import { Scheduler } from "../../src/worker/object/scheduler.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryJobStore } from "./memory-job-store.ts";
import { memoryStores } from "./memory-stores.ts";

/** The maximum jitter by which a client's wait is shorter, as in its heartbeat. */
const PING_JITTER = 0.2;

/**
 * A silent room on a clock that the test advances. It hibernates whenever it can: each alarm builds a new room and a
 * new scheduler from the stored sessions.
 */
export class IdleRoom {
  readonly clock = new FakeClock();
  /** How often the object was woken. */
  wakeUps = 0;
  /** Alarms that were set: each writes a row. */
  alarmsSet = 0;
  /** Heartbeats that the platform answered without waking the object. */
  pings = 0;
  /** The clock's milliseconds at which each dead socket was closed. */
  readonly closed = new Map<SessionId, number>();
  readonly lastPing = new Map<SessionId, number>();

  readonly #stores = memoryStores();
  readonly #jobs = new MemoryJobStore();
  readonly #sessions = new Map<SessionId, LiveSession>();
  readonly #silent = new Set<SessionId>();
  readonly #random: () => number;
  #cancelAlarm = () => {};
  #hydrated: { readonly room: Room; readonly schedule: Scheduler };

  /** @param random returns a number from 0 up to 1 */
  constructor(people: number, random: () => number) {
    this.#random = random;
    this.#hydrated = this.#wake();
    for (let person = 0; person < people; person += 1) this.enter(`s${person}`);
  }

  enter(id: SessionId): void {
    const { room, schedule } = this.#hydrated;
    schedule.asked(room);
    const session: LiveSession = { id, dialect: "v1", state: "live", uid: id, username: id, role: "guest" };
    room.joinNew({ id, dialect: "v1", state: "new", since: this.clock.now() });
    room.receive(id, { type: "hello" }, { now: this.clock.now(), newId: () => id });
    this.#sessions.set(id, session);
    schedule.update(room);
    schedule.joined(room);
    this.#ping(id);
  }

  /** A peer that dies silently, without a close. */
  silence(id: SessionId): void {
    this.#silent.add(id);
  }

  #ping(id: SessionId): void {
    if (this.#silent.has(id)) return;
    this.pings += 1;
    this.lastPing.set(id, this.clock.now());
    this.clock.after(PING_EVERY_MS * (1 - PING_JITTER * this.#random()), () => this.#ping(id));
  }

  #wake() {
    const room = new Room({ name: "idle", limits: DEFAULT_LIMITS, ...this.#stores }, this.#sessions.values());
    const jobs = new JobQueue({
      store: this.#jobs,
      alarms: {
        setAlarm: async (at) => {
          this.alarmsSet += 1;
          this.#cancelAlarm();
          this.#cancelAlarm = this.clock.after(at - this.clock.now(), () => void this.#alarm());
        },
        deleteAlarm: async () => this.#cancelAlarm(),
      },
      handlerOf: () => undefined,
      sweepDue: () => schedule.sweepDue(),
      now: () => this.clock.now(),
      failed: () => {},
    });
    const schedule: Scheduler = new Scheduler({
      room: () => room,
      settle: (decide) => {
        for (const effect of decide(room)) if (effect.type === "close") this.#close(effect.session.id);
        schedule.update(room);
      },
      lastPing: (id) => this.lastPing.get(id),
      jobs,
      now: () => this.clock.now(),
      after: (ms, run) => this.clock.after(ms, run),
    });
    schedule.update(room);
    return { room, schedule };
  }

  #alarm(): void {
    this.wakeUps += 1;
    this.#hydrated = this.#wake();
    void this.#hydrated.schedule.alarm();
  }

  #close(id: SessionId): void {
    this.closed.set(id, this.clock.now());
    this.#sessions.delete(id);
    this.lastPing.delete(id);
  }
}
