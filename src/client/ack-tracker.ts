import type { AckCommand } from "../protocol/commands.ts";
import { MAX_LAG_EVENTS, MAX_LAG_LENGTH } from "../protocol/limits.ts";

/** Acknowledge after this many events: an eighth of what the server lets go unacknowledged (P3.8). */
const ACK_EVENTS = MAX_LAG_EVENTS / 8;

/** Acknowledge after this many UTF-16 units: an eighth of what the server lets go unacknowledged (P3.8). */
const ACK_LENGTH = MAX_LAG_LENGTH / 8;

/**
 * Decides when to acknowledge what one socket has received (P3.8). Never by time: below both amounts an acknowledgement can
 * wait forever, because the server allows many times as much, and each one wakes a hibernating room.
 */
export class AckTracker {
  #received = 0;
  #events = 0;
  #acknowledged = 0;

  /** Counts a frame. `pong` doesn't count. */
  frame(text: string): void {
    this.#received += text.length;
  }

  /** Counts an event. */
  event(): void {
    this.#events += 1;
  }

  /**
   * The acknowledgement to send now, if one is due.
   *
   * @param seq the newest event that was applied
   */
  due(seq: number): AckCommand | undefined {
    if (this.#events < ACK_EVENTS && this.#received - this.#acknowledged < ACK_LENGTH) return undefined;
    this.#events = 0;
    this.#acknowledged = this.#received;
    return { type: "ack", seq, received: this.#received };
  }
}
