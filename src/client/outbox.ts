/** Keeps what was said until the room has it: nothing is lost with a connection, nothing is stored twice. */
export interface Outbox {
  /** Takes a frame, and sends it at once if the room is listening. */
  add(id: string, frame: string): void;
  /**
   * The room is listening, and its history has come: sends all that it does not have, in order. Returns whether this
   * was news.
   */
  open(): boolean;
  /** The connection is gone. What was sent on it and not confirmed counts as unsent. */
  close(): void;
  /** The room has this one, or refuses it. Returns whether it was waited for. */
  settle(id: string): boolean;
}

/**
 * What was in flight when a connection broke may be stored or not; the history that the room sends first tells (P2.5),
 * because each message in it settles its id. What is left is sent again under the same id.
 *
 * @param send puts a frame on the open connection
 */
export function createOutbox(send: (frame: string) => void): Outbox {
  const waiting = new Map<string, string>();
  let listening = false;
  return {
    add(id, frame) {
      waiting.set(id, frame);
      if (listening) send(frame);
    },
    open() {
      if (listening) return false;
      listening = true;
      for (const frame of waiting.values()) send(frame);
      return true;
    },
    close() {
      listening = false;
    },
    settle(id) {
      return waiting.delete(id);
    },
  };
}
