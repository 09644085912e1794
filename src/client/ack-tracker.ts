import type { AckCommand } from "../protocol/commands.ts";
import { MAX_LAG_EVENTS, MAX_LAG_LENGTH } from "../protocol/limits.ts";

/** Events taken after which the room is told so: an eighth of what it lets go unacknowledged (P3.8). */
const ACK_EVENTS = MAX_LAG_EVENTS / 8;

/** UTF-16 units received after which the room is told so: an eighth of what it lets go unacknowledged (P3.8). */
const ACK_LENGTH = MAX_LAG_LENGTH / 8;

/**
 * Tells the room how far one socket's client has come (P3.8). By amount alone, never by time: what is below both amounts
 * can wait without end, because the room closes at many times as much, and an acknowledgement wakes a room that sleeps.
 */
export class AckTracker {
  #received = 0;
  #events = 0;
  #acknowledged = 0;

  /** A frame came; `pong` is none. */
  frame(text: string): void {
    this.#received += text.length;
  }

  /** An event was taken out of it. */
  event(): void {
    this.#events += 1;
  }

  /**
   * What to tell the room now, if it is time.
   *
   * @param seq the newest event that was taken
   */
  due(seq: number): AckCommand | undefined {
    if (this.#events < ACK_EVENTS && this.#received - this.#acknowledged < ACK_LENGTH) return undefined;
    this.#events = 0;
    this.#acknowledged = this.#received;
    return { type: "ack", seq, received: this.#received };
  }
}
