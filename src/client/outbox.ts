import { MAX_FRAME_COMMANDS } from "../protocol/limits.ts";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { type Prepared, restore } from "./command-frame.ts";
import { OutboxEntry } from "./outbox-entry.ts";
import type { Pending, Stored } from "./pending.ts";
import type { PersistedState } from "./persisted-state.ts";
import { quietly } from "./quietly.ts";
import { RoomError, type RoomErrorCode } from "./room-error.ts";

/** Milliseconds to wait for the answer to a command; on a working connection it takes a fraction of that. */
export const ANSWER_WITHIN_MS = 20_000;

/** Attempts to send a command that the server fails to store or to answer: about two minutes with the waits in between. */
const MAX_ATTEMPTS = 8;

export interface OutboxPorts {
  readonly persisted: PersistedState;
  readonly clock: Clock;
  /** Returns a number from 0 up to, but excluding, 1. */
  readonly random: () => number;
  readonly newId: () => string;
  readonly send: (frame: string) => void;
  /** The server stopped answering, although the connection seems to work. */
  readonly stuck: () => void;
  readonly changed: () => void;
  /** Maximum number of entries. */
  readonly limit: number;
}

/**
 * Commands that the server has not acknowledged yet.
 *
 * Each command is persisted before it is sent and retried until it is answered. Retries are safe because the server
 * deduplicates by `(uid, id)` (P4.3).
 *
 * One frame is in flight at a time, with all commands that wait. If the server cannot take one of them for now, it runs none
 * of those after it (P3.40), so no command overtakes another.
 */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #entries = new Map<string, OutboxEntry>();
  /** Our uid while connected; undefined while offline. */
  #uid: string | undefined;
  /** Bytes of UTF-8 that a frame may have, as the room announced. */
  #frameBytes = 0;
  /** The commands of the last frame that have no answer yet. */
  readonly #inFlight = new Set<OutboxEntry>();
  /** A frame is in flight, or waits to be sent again. */
  #isBusy = false;
  /** The first command of the frame that the server could not take for now. */
  #stoppedAt: OutboxEntry | undefined;
  /** Commands that a frame may have. After a failure it starts at one again, so that few have to be sent again. */
  #window = 1;
  #cancelWait = () => {};
  /** Highest timestamp used so far; keeps entries ordered across reloads. */
  #lastTimestamp = 0;
  #pending: readonly Pending[] | undefined;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    this.#load();
  }

  /** In order. A change creates a new array. */
  get pending(): readonly Pending[] {
    this.#pending ??= Array.from(this.#entries.values(), ({ pending }) => pending);
    return this.#pending;
  }

  /**
   * Adds a command, to be sent after those before it. Adding the same command twice is the same as adding it once.
   *
   * @returns resolves when the server has stored it
   */
  add(prepared: Prepared): Promise<Stored> {
    const present = this.#entries.get(prepared.id);
    if (present?.frame === prepared.frame) return present.promise;
    if (present !== undefined) return rejection("id_conflict");
    if (this.#entries.size >= this.#ports.limit) return rejection("outbox_full");
    // Commands of the same millisecond must keep their order after a reload.
    const entry = this.#insert(prepared, Math.max(this.#ports.clock.now(), this.#lastTimestamp + 1));
    this.#pump();
    if (!this.#inFlight.has(entry)) this.#save(entry);
    return entry.promise;
  }

  /**
   * Connected and caught up: sends the remaining commands.
   *
   * @param frameBytes bytes of UTF-8 that a frame may have
   */
  open(uid: string, frameBytes: number): void {
    this.#uid = uid;
    this.#frameBytes = frameBytes;
    this.#load();
    for (const entry of this.#entries.values()) {
      if (entry.sentAs !== undefined && entry.sentAs !== uid && entry.pending.state === "sending") {
        this.#fail(entry, new RoomError("uncertain"));
      }
    }
    this.#pump();
  }

  /** The connection was lost. Commands in flight may or may not have been stored; they will be sent again. */
  close(): void {
    this.#uid = undefined;
    this.#release();
  }

  /**
   * Settles a command that an event or an acknowledgement shows to be stored.
   *
   * @param own this client's `uid`
   */
  stored({ id, seq, uid }: Stored & { readonly uid: string }, own: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || uid !== (entry.sentAs ?? own)) return;
    this.#remove(entry);
    entry.resolve({ id, seq });
    this.#answered(entry);
  }

  /**
   * Handles the error for a command (P3.7). `internal` and `rate_limited` are retried; any other code is final.
   *
   * @returns whether the command is in flight
   */
  rejected(id: string, error: RoomError): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined || !this.#inFlight.has(entry)) return false;
    const { code } = error;
    if (code !== "internal" && code !== "rate_limited") this.#fail(entry, error);
    // Those after it were not run (P3.40).
    else if (this.#stoppedAt === undefined) {
      this.#stoppedAt = entry;
      this.#failAttempt(entry, error);
    }
    this.#answered(entry);
    return true;
  }

  /** Sends a failed command again, after all others. */
  retry(id: string): Promise<Stored> {
    const entry = this.#entries.get(id);
    if (entry?.pending.state !== "failed") return rejection("no_target");
    const { command, error } = entry.pending;
    this.#remove(entry);
    if (error?.code !== "id_conflict") return this.add({ id, command, frame: entry.frame });
    // The id belongs to another command for good.
    const newId = this.#ports.newId();
    const frame = JSON.stringify({ ...JSON.parse(entry.frame), id: newId });
    return this.add({ id: newId, command: { ...command, id: newId }, frame });
  }

  /** Removes a command that failed or was never sent. One that was sent may have been stored. */
  discard(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined || (entry.pending.state === "sending" && entry.sentAs !== undefined)) return false;
    this.#remove(entry);
    entry.reject(new RoomError("discarded"));
    return true;
  }

  /**
   * Stops waiting for a command: discards it if it was never sent, and otherwise only rejects its promise, because it may have
   * been stored.
   */
  abandon(id: string): void {
    if (!this.discard(id)) this.#entries.get(id)?.reject(new RoomError("unanswered"));
  }

  /** Rejects all promises. The persisted entries stay for the next client. */
  end(error: RoomError): void {
    this.close();
    for (const entry of this.#entries.values()) entry.reject(error);
  }

  #pump(): void {
    const uid = this.#uid;
    const inFlight = this.#inFlight;
    if (uid === undefined || this.#isBusy) return;
    let units = 1;
    for (const entry of this.#entries.values()) {
      if (entry.pending.state === "failed") continue;
      units += entry.frame.length + 1;
      // A unit of UTF-16 has three bytes of UTF-8 at most.
      if (inFlight.size > 0 && (inFlight.size >= this.#window || units * 3 > this.#frameBytes)) break;
      inFlight.add(entry);
      if (entry.sentAs !== uid) {
        entry.sentAs = uid;
        this.#save(entry);
      }
      // P3.34. These leave no record if they change nothing.
      const { type } = entry.pending.command;
      if (type !== "message" && type !== "delete") break;
    }
    if (inFlight.size === 0) return;
    this.#isBusy = true;
    this.#wait(ANSWER_WITHIN_MS, () => {
      const [first] = inFlight;
      if (first !== undefined) this.#failAttempt(first, new RoomError("unanswered"));
      this.#ports.stuck();
    });
    const frames = Array.from(inFlight, ({ frame }) => frame).join();
    this.#ports.send(inFlight.size > 1 ? `[${frames}]` : frames);
  }

  /** The next frame follows the last answer to this one, after a wait if there was a temporary error. */
  #answered(entry: OutboxEntry): void {
    if (!this.#inFlight.delete(entry) || this.#inFlight.size > 0) return;
    const stoppedAt = this.#stoppedAt;
    this.#window = stoppedAt === undefined ? Math.min(2 * this.#window, MAX_FRAME_COMMANDS) : 1;
    if (stoppedAt?.pending.state === "sending") {
      this.#wait(backoff(stoppedAt.attempts, this.#ports.random), () => this.#next());
    } else this.#next();
  }

  #next(): void {
    this.#release();
    this.#pump();
  }

  #release(): void {
    this.#cancelWait();
    this.#inFlight.clear();
    this.#stoppedAt = undefined;
    this.#isBusy = false;
  }

  #failAttempt(entry: OutboxEntry, error: RoomError): void {
    entry.attempts += 1;
    if (entry.attempts >= MAX_ATTEMPTS) this.#fail(entry, error);
  }

  /** Keeps text that a user wrote, to be retried or discarded. For other commands, the promise is enough. */
  #fail(entry: OutboxEntry, error: RoomError): void {
    if (entry.pending.command.type !== "message" && entry.pending.command.type !== "edit") {
      this.#remove(entry);
      entry.reject(error);
      return;
    }
    entry.fail(error);
    this.#save(entry);
    this.#touch();
  }

  /** Takes over the entries of earlier clients, and of other tabs, which is harmless (P4.3). */
  #load(): void {
    for (const [id, { at, error, frame, sentAs }] of this.#ports.persisted.entries()) {
      if (this.#entries.has(id)) continue;
      const prepared = restore(frame);
      if (prepared?.id !== id) {
        this.#ports.persisted.deleteEntry(id);
        continue;
      }
      const entry = this.#insert(prepared, at);
      entry.sentAs = sentAs;
      if (error !== undefined) entry.fail(new RoomError(error.code, error.message));
    }
  }

  #insert(prepared: Prepared, at: number): OutboxEntry {
    this.#lastTimestamp = Math.max(at, this.#lastTimestamp);
    const entry = new OutboxEntry(prepared, at);
    this.#entries.set(entry.id, entry);
    this.#touch();
    return entry;
  }

  #save(entry: OutboxEntry): void {
    this.#ports.persisted.saveEntry(entry.id, entry.persisted);
  }

  #remove(entry: OutboxEntry): void {
    this.#entries.delete(entry.id);
    this.#ports.persisted.deleteEntry(entry.id);
    this.#touch();
  }

  #touch(): void {
    this.#pending = undefined;
    this.#ports.changed();
  }

  #wait(ms: number, run: () => void): void {
    this.#cancelWait();
    this.#cancelWait = this.#ports.clock.after(ms, run);
  }
}

function rejection(code: RoomErrorCode): Promise<never> {
  return quietly(Promise.reject(new RoomError(code)));
}
