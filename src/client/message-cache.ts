import type { Position } from "../protocol/commands.ts";
import type { Clock } from "./clock.ts";
import type { Message } from "./message.ts";
import type { MessageLog } from "./message-log.ts";
import type { PersistedState } from "./persisted-state.ts";

/** Milliseconds from a change until it is saved. Losing it in a crash is harmless: the server sends it again. */
const SAVE_WITHIN_MS = 1_000;

/** UTF-16 units of JSON that a room's messages may take up. A storage holds about five million for the whole site. */
const MAX_SAVED_LENGTH = 65_536;

/**
 * Saves the newest messages and the position that they reflect. The next client on the same storage shows them immediately
 * and only requests what came since (P4.4).
 */
export class MessageCache {
  readonly #persisted: PersistedState;
  readonly #log: MessageLog;
  readonly #clock: Clock;
  readonly #count: number;
  #saved: Position | undefined;
  #cancel: (() => void) | undefined;

  /** @param count messages to save; 0 turns the cache off */
  constructor(persisted: PersistedState, log: MessageLog, clock: Clock, count: number) {
    this.#persisted = persisted;
    this.#log = log;
    this.#clock = clock;
    this.#count = count;
  }

  /**
   * Loads the saved messages into the log.
   *
   * @returns whether there were any
   */
  restore(): boolean {
    const saved = this.#count > 0 ? this.#persisted.log : undefined;
    if (saved === undefined) return false;
    this.#saved = saved.position;
    this.#log.restore(saved.position, saved.messages, saved.more);
    return true;
  }

  /** The log may have changed. */
  changed(): void {
    if (this.#count > 0 && this.#isDue()) this.#cancel ??= this.#clock.after(SAVE_WITHIN_MS, () => this.#save());
  }

  /** Saves pending changes now; there won't be more. */
  end(): void {
    if (this.#cancel !== undefined) this.#save();
  }

  #isDue(): boolean {
    const { position } = this.#log;
    // Messages without a position can't be resumed from.
    return position !== undefined && (position.seq !== this.#saved?.seq || position.epoch !== this.#saved.epoch);
  }

  #save(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const { messages, more, position } = this.#log;
    if (position === undefined) return;
    const newest = newestOf(messages, this.#count);
    this.#persisted.log = { position, more: more || newest.length < messages.length, messages: newest };
    this.#saved = position;
  }
}

/** The newest messages, up to both limits. */
function newestOf(messages: readonly Message[], count: number): readonly Message[] {
  let length = 0;
  const newest = messages.slice(-count);
  const last = newest.findLastIndex((message) => {
    length += JSON.stringify(message).length;
    return length > MAX_SAVED_LENGTH;
  });
  return newest.slice(last + 1);
}
