import { isAtLeast, OPEN_ROOM, type Role, type RoomSettings } from "../protocol/moderation.ts";
import type { RoomObject } from "../protocol/server-objects.ts";
import type { Clock } from "./clock.ts";
import { fromWire, type Message } from "./message.ts";

/** Milliseconds: the maximum for `setTimeout`. A longer timer would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The room's settings, and this user's mute (P9.4). */
export class RoomSettingsState {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #settings = OPEN_ROOM;
  #pinned: readonly Message[] = [];
  #reports: number | undefined;
  #mutedUntil: number | undefined;
  #cancel = () => {};

  /** @param changed called when a mute expires */
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

  setRoom({ pinned, reports, settings }: Omit<RoomObject, "type">): void {
    this.#settings = settings;
    this.#pinned = pinned.map(fromWire);
    this.#reports = reports;
  }

  /**
   * Applies the user's own permissions.
   *
   * @param mutedUntil milliseconds since 1970; ignored if it is in the past by the local clock
   */
  setSelf(role: Role, mutedUntil: number | undefined): void {
    if (!isAtLeast(role, "moderator")) this.#reports = undefined;
    this.mute(mutedUntil);
  }

  /** Mutes for a duration in milliseconds. */
  muteFor(ms: number): void {
    this.mute(this.#clock.now() + ms);
  }

  /** Mutes until a time in milliseconds since 1970; `undefined` unmutes. */
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
