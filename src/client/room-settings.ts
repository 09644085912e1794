import type { Message } from "../protocol/events.ts";
import { isAtLeast, OPEN_ROOM, type Role, type RoomSettings } from "../protocol/moderation.ts";
import type { RoomObject } from "../protocol/server-objects.ts";
import type { Clock } from "./clock.ts";

/** Milliseconds: what a platform's timer holds. A longer one would run at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What holds in the room for everybody, and for us (P9.4). */
export class RoomSettingsState {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #settings = OPEN_ROOM;
  #pinned: readonly Message[] = [];
  #reports: number | undefined;
  #mutedUntil: number | undefined;
  #cancel = () => {};

  /** @param changed called when a time is over */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get settings(): RoomSettings {
    return this.#settings;
  }

  get pinned(): readonly Message[] {
    return this.#pinned;
  }

  get reports(): number | undefined {
    return this.#reports;
  }

  get mutedUntil(): number | undefined {
    return this.#mutedUntil;
  }

  /** What everybody is told. */
  room({ pinned, reports, settings }: Omit<RoomObject, "type">): void {
    this.#settings = settings;
    this.#pinned = pinned;
    this.#reports = reports;
  }

  /**
   * What we are told of ourselves.
   *
   * @param mutedUntil milliseconds since 1970; what is over by the clock here is as good as absent
   */
  self(role: Role, mutedUntil: number | undefined): void {
    if (!isAtLeast(role, "moderator")) this.#reports = undefined;
    this.mute(mutedUntil);
  }

  /** Nothing that we write is taken for so many milliseconds from now on. */
  muteFor(ms: number): void {
    this.mute(this.#clock.now() + ms);
  }

  /** Nothing that we write is taken until then. */
  mute(until: number | undefined): void {
    this.#cancel();
    this.#cancel = () => {};
    const ms = (until ?? 0) - this.#clock.now();
    this.#mutedUntil = ms > 0 ? until : undefined;
    if (ms <= 0) return;
    this.#cancel = this.#clock.after(Math.min(ms, LONGEST_TIMER_MS), () => {
      this.mute(until);
      this.#changed();
    });
  }
}
