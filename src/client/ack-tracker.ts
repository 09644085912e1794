import type { AckCommand } from "../protocol/commands.ts";
import { ACKS_PER_LAG } from "../protocol/limits.ts";
import type { AnnouncedLimits } from "../protocol/server-objects.ts";

/**
 * Decides when to acknowledge the events that a socket has received (P3.17): after an eighth of what the server lets go
 * unacknowledged. Never by time: below that an acknowledgement can wait forever, and each one wakes a hibernating room.
 */
export class AckTracker {
  #received = 0;
  #events = 0;
  #acknowledged = 0;

  /** Counts a frame, in UTF-16 units of text or in bytes. `pong` doesn't count. */
  frame(length: number): void {
    this.#received += length;
  }

  /** Counts an event. */
  event(): void {
    this.#events += 1;
  }

  /**
   * The acknowledgement to send now, if one is due.
   *
   * @param seq the newest event that was applied
   * @param lag what the server lets go unacknowledged
   */
  due(seq: number, { events, length }: AnnouncedLimits["lag"]): AckCommand | undefined {
    const share = Math.max(this.#events / events, (this.#received - this.#acknowledged) / length);
    if (share * ACKS_PER_LAG < 1) return undefined;
    this.#events = 0;
    this.#acknowledged = this.#received;
    return { type: "ack", seq, received: this.#received };
  }
}
