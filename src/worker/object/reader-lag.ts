import type { AckCommand } from "../../protocol/commands.ts";
import { ACKS_PER_LAG, MAX_LAG_EVENTS, MAX_LAG_LENGTH } from "../../protocol/limits.ts";

/**
 * Length that a reader who keeps up can leave unacknowledged: that of an acknowledgement, and half as much on its way. Only
 * the rest is taken for copies that the object holds.
 */
const KEEPS_UP_LENGTH = (1.5 * MAX_LAG_LENGTH) / ACKS_PER_LAG;

/** Length that the readers of a room may be behind together, beyond `KEEPS_UP_LENGTH` each: a quarter of an object's memory. */
const MAX_ROOM_LAG_LENGTH = 32 * 1024 * 1024;

/** Milliseconds without an acknowledgement after which a late reader counts as stalled. */
const STALLED_AFTER_MS = 2_000;

/** Readers of a room, as a sum. */
export class RoomLag {
  /** Length beyond `KEEPS_UP_LENGTH`, of all readers together. */
  length = 0;
  /** Milliseconds since 1970. */
  readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Length beyond what the object can hold. */
  get surplus(): number {
    return Math.max(this.length - MAX_ROOM_LAG_LENGTH, 0);
  }

  get isExceeded(): boolean {
    return this.surplus > 0;
  }
}

/** How far the reader of one v1 socket is behind (P3.8). Lengths are UTF-16 units of text frames and bytes of binary ones. */
export class ReaderLag {
  readonly #room: RoomLag;
  /** The newest event that the client acknowledged. */
  acked: number;
  /** Length of the frames sent since the object woke. */
  #sent = 0;
  /** How much of that the client has acknowledged. */
  #received = 0;
  /**
   * Length received before the object woke. If that is unknown, each acknowledgement tells a least value: what it counts beyond
   * what was sent since. It is exact as soon as one comes when nothing is on its way.
   */
  #base: number;
  readonly #isBaseKnown: boolean;
  /** This reader's part of `RoomLag.length`. */
  #excess = 0;
  /** When it fell behind or last acknowledged more than before, in milliseconds since 1970. */
  #movedAt = 0;

  /** @param base length that its client received before; `undefined` if that is unknown */
  constructor(room: RoomLag, base: number | undefined, acked: number) {
    this.#room = room;
    this.#base = base ?? Number.NEGATIVE_INFINITY;
    this.#isBaseKnown = base !== undefined;
    this.acked = acked;
  }

  /** Length beyond what a reader who keeps up can leave unacknowledged. */
  get excess(): number {
    return this.#excess;
  }

  /** Counts a frame that was sent. */
  sent(length: number): void {
    this.#sent += length;
    this.#count();
  }

  /**
   * Notes how far a client has read (P3.8). It cannot have read more events than there are, nor received more than was sent.
   *
   * @param head the newest event of the log
   */
  acknowledge({ received, seq }: AckCommand, head: number): void {
    this.acked = Math.max(this.acked, Math.min(seq, head));
    if (received === undefined) return;
    if (!this.#isBaseKnown) this.#base = Math.max(this.#base, received - this.#sent);
    const claimed = received - this.#base;
    if (claimed > this.#sent || claimed <= this.#received) return;
    this.#received = claimed;
    this.#movedAt = this.#room.now();
    this.#count();
  }

  /** @param head the newest event that was sent */
  exceeds(head: number): boolean {
    return this.#sent - this.#received > MAX_LAG_LENGTH || head - this.acked > MAX_LAG_EVENTS;
  }

  /** Whether it is late and has not acknowledged anything for a while. */
  get isStalled(): boolean {
    return this.#excess > 0 && this.#room.now() - this.#movedAt >= STALLED_AFTER_MS;
  }

  /** The socket is gone, and its copies with it. */
  end(): void {
    this.#room.length -= this.#excess;
    this.#excess = 0;
  }

  #count(): void {
    const excess = Math.max(this.#sent - this.#received - KEEPS_UP_LENGTH, 0);
    if (this.#excess === 0 && excess > 0) this.#movedAt = this.#room.now();
    this.#room.length += excess - this.#excess;
    this.#excess = excess;
  }
}
