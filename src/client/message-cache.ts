import type { Position } from "../protocol/commands.ts";
import type { Message } from "../protocol/events.ts";
import type { Clock } from "./clock.ts";
import type { MessageLog } from "./message-log.ts";
import type { PersistedState } from "./persisted-state.ts";

/** Milliseconds from a change until it is kept. A crash in between loses nothing: the room tells again what came since. */
const KEEP_WITHIN_MS = 1_000;

/** UTF-16 units of JSON that one room's messages may take of a storage that holds some five million for the whole site. */
const MAX_KEPT_LENGTH = 65_536;

/**
 * Keeps the newest messages, with the position that they are the state of, for the next client on the same storage: it
 * shows them at once, and asks the room only for what came since (P4.4).
 */
export class MessageCache {
  readonly #vault: PersistedState;
  readonly #log: MessageLog;
  readonly #clock: Clock;
  readonly #count: number;
  #kept: Position | undefined;
  #cancel: (() => void) | undefined;

  /** @param count messages to keep; with none, it does nothing */
  constructor(vault: PersistedState, log: MessageLog, clock: Clock, count: number) {
    this.#vault = vault;
    this.#log = log;
    this.#clock = clock;
    this.#count = count;
  }

  /**
   * Puts what was kept into the log.
   *
   * @returns whether there was something
   */
  restore(): boolean {
    const kept = this.#count > 0 ? this.#vault.log : undefined;
    if (kept === undefined) return false;
    this.#kept = kept.position;
    this.#log.restore(kept.position, kept.messages, kept.more);
    return true;
  }

  /** The log may have changed. */
  changed(): void {
    if (this.#count > 0 && this.#isDue()) this.#cancel ??= this.#clock.after(KEEP_WITHIN_MS, () => this.#keep());
  }

  /** There will be no further change. */
  end(): void {
    if (this.#cancel !== undefined) this.#keep();
  }

  #isDue(): boolean {
    const { position } = this.#log;
    // Without a position, what is in the log is not the state of anything.
    return position !== undefined && (position.seq !== this.#kept?.seq || position.epoch !== this.#kept.epoch);
  }

  #keep(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const { messages, more, position } = this.#log;
    if (position === undefined) return;
    const newest = newestOf(messages, this.#count);
    this.#vault.log = { position, more: more || newest.length < messages.length, messages: newest };
    this.#kept = position;
  }
}

/** The newest messages, as many as may be kept. */
function newestOf(messages: readonly Message[], count: number): readonly Message[] {
  let length = 0;
  const newest = messages.slice(-count);
  const last = newest.findLastIndex((message) => {
    length += JSON.stringify(message).length;
    return length > MAX_KEPT_LENGTH;
  });
  return newest.slice(last + 1);
}
