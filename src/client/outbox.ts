import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { type Prepared, restore } from "./command-frame.ts";
import { OutboxEntry } from "./outbox-entry.ts";
import type { Pending, Stored } from "./pending.ts";
import type { PersistedState } from "./persisted-state.ts";
import { quietly } from "./quietly.ts";
import { RoomError, type RoomErrorCode } from "./room-error.ts";

/** Milliseconds in which the room answers a command on a living connection, many times over. */
export const ANSWER_WITHIN_MS = 20_000;

/** How often a command is sent that the room fails to take or to answer: with the waits in between, about two minutes. */
const MAX_ATTEMPTS = 8;

/** What the outbox needs of its surroundings. */
export interface OutboxPorts {
  readonly vault: PersistedState;
  readonly clock: Clock;
  /** Gives a number from 0 up to 1. */
  readonly random: () => number;
  readonly newId: () => string;
  readonly send: (frame: string) => void;
  /** The room answers nothing, although the connection seems to live. */
  readonly stuck: () => void;
  readonly changed: () => void;
  /** How many entries it holds. */
  readonly limit: number;
}

/**
 * What was said here and is not known to be stored (P4.3). Every command is kept before it is sent, and sent until it is
 * answered; that the room stores it once, however often it comes, is the room's part.
 *
 * One command is on its way at a time, and the next one follows when it is answered. With more, one that the room fails
 * to take (`internal`) would be stored behind those sent after it, and the order would be lost.
 */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #entries = new Map<string, OutboxEntry>();
  /** As whom the room listens to us; absent while it does not. */
  #uid: string | undefined;
  #sent: OutboxEntry | undefined;
  #cancelWait = () => {};
  /** The newest `at` of all entries that ever were. */
  #latest = 0;
  #pending: readonly Pending[] | undefined;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    this.#adopt();
  }

  /** In order; a change makes a new array. */
  get pending(): readonly Pending[] {
    this.#pending ??= Array.from(this.#entries.values(), ({ pending }) => pending);
    return this.#pending;
  }

  /**
   * Takes a command, keeps it, and sends it in its turn. The same command again joins the first.
   *
   * @returns resolves when it is stored
   */
  add(prepared: Prepared): Promise<Stored> {
    const present = this.#entries.get(prepared.id);
    if (present?.frame === prepared.frame) return present.promise;
    if (present !== undefined) return refused("id_conflict", "This id was used before, for other content.");
    if (this.#entries.size >= this.#ports.limit) return refused("outbox_full", "Too much waits for the room already.");
    // Two in one millisecond have an order, too, and it must outlast a reload.
    const entry = this.#enter(prepared, Math.max(this.#ports.clock.now(), this.#latest + 1));
    this.#pump();
    if (this.#sent !== entry) this.#keep(entry);
    return entry.promise;
  }

  /** The room listens, and has told what we missed: sends what is left. */
  open(uid: string): void {
    this.#uid = uid;
    this.#adopt();
    for (const entry of this.#entries.values()) {
      if (entry.sentAs !== undefined && entry.sentAs !== uid && entry.pending.state === "sending") {
        this.#fail(entry, new RoomError("uncertain", "It was sent as somebody else, and may be stored."));
      }
    }
    this.#pump();
  }

  /** The connection is gone. What was on its way may be stored or not: it is sent again. */
  close(): void {
    this.#uid = undefined;
    this.#rest();
  }

  /**
   * An event or an acknowledgement says that something is stored.
   *
   * @param own the `uid` of this client
   */
  stored({ id, seq, uid }: Stored & { readonly uid: string }, own: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || uid !== (entry.sentAs ?? own)) return;
    this.#remove(entry);
    entry.resolve({ id, seq });
    this.#pump();
  }

  /**
   * The room did not take a command (P3.7): where it failed or was sent too much it is tried again, anything else is final.
   *
   * @returns whether it was ours
   */
  refused(id: string, error: RoomError): boolean {
    const entry = this.#sent;
    if (entry?.id !== id) return false;
    const { code } = error;
    if (code === "internal" || code === "rate_limited") this.#failAttempt(entry, error);
    else this.#fail(entry, error);
    if (this.#sent !== entry) this.#pump();
    else this.#wait(backoff(entry.attempts, this.#ports.random), () => this.#again());
    return true;
  }

  /** Sends a failed command once more, behind all others. */
  retry(id: string): Promise<Stored> {
    const entry = this.#entries.get(id);
    if (entry?.pending.state !== "failed") return refused("no_target", "Nothing failed under this id.");
    const { command, error } = entry.pending;
    this.#remove(entry);
    if (error?.code !== "id_conflict") return this.add({ id, command, frame: entry.frame });
    // Its own id is taken by something else, for good.
    const fresh = this.#ports.newId();
    const frame = JSON.stringify({ ...JSON.parse(entry.frame), id: fresh });
    return this.add({ id: fresh, command: { ...command, id: fresh }, frame });
  }

  /** Forgets a failed command, or one that was never sent: one that was may be stored already. */
  discard(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined || (entry.pending.state === "sending" && entry.sentAs !== undefined)) return false;
    this.#remove(entry);
    entry.reject(new RoomError("discarded", "It was taken back."));
    return true;
  }

  /** Nothing will be sent from here any more; what is kept stays for the next client. */
  end(error: RoomError): void {
    this.close();
    for (const entry of this.#entries.values()) entry.reject(error);
  }

  #pump(): void {
    const uid = this.#uid;
    if (uid === undefined || this.#sent !== undefined) return;
    const next = [...this.#entries.values()].find(({ pending }) => pending.state === "sending");
    if (next === undefined) return;
    this.#sent = next;
    if (next.sentAs !== uid) {
      next.sentAs = uid;
      this.#keep(next);
    }
    this.#wait(ANSWER_WITHIN_MS, () => {
      this.#failAttempt(next, new RoomError("unanswered", "The room did not answer; it may be stored."));
      this.#ports.stuck();
    });
    this.#ports.send(next.frame);
  }

  /** Nothing is on its way, and the next may go. */
  #rest(): void {
    this.#cancelWait();
    this.#sent = undefined;
  }

  #again(): void {
    this.#rest();
    this.#pump();
  }

  #failAttempt(entry: OutboxEntry, error: RoomError): void {
    entry.attempts += 1;
    if (entry.attempts >= MAX_ATTEMPTS) this.#fail(entry, error);
  }

  /** What somebody wrote stays to be sent again or taken back; of anything else, the promise tells. */
  #fail(entry: OutboxEntry, error: RoomError): void {
    if (entry.pending.command.type !== "message" && entry.pending.command.type !== "edit") {
      this.#remove(entry);
      entry.reject(error);
      return;
    }
    if (this.#sent === entry) this.#rest();
    entry.fail(error);
    this.#keep(entry);
    this.#touch();
  }

  /** Takes in what an earlier client left, or another one on the same storage, which does no harm (P4.3). */
  #adopt(): void {
    for (const [id, { at, error, frame, sentAs }] of this.#ports.vault.entries()) {
      if (this.#entries.has(id)) continue;
      const prepared = restore(frame);
      if (prepared?.id !== id) {
        this.#ports.vault.drop(id);
        continue;
      }
      const entry = this.#enter(prepared, at);
      entry.sentAs = sentAs;
      if (error !== undefined) entry.fail(new RoomError(error.code, error.message));
    }
  }

  #enter(prepared: Prepared, at: number): OutboxEntry {
    this.#latest = Math.max(at, this.#latest);
    const entry = new OutboxEntry(prepared, at);
    this.#entries.set(entry.id, entry);
    this.#touch();
    return entry;
  }

  #keep(entry: OutboxEntry): void {
    this.#ports.vault.keep(entry.id, entry.kept);
  }

  #remove(entry: OutboxEntry): void {
    if (this.#sent === entry) this.#rest();
    this.#entries.delete(entry.id);
    this.#ports.vault.drop(entry.id);
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

function refused(code: RoomErrorCode, message: string): Promise<never> {
  return quietly(Promise.reject(new RoomError(code, message)));
}
