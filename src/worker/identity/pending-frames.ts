import type { Received } from "../../room/context.ts";
import type { SessionId } from "../../room/people/session.ts";

/** Frames that wait behind one hello: what a client of P3.11 sends in the seconds that a verification may take. */
const MAX_HELD_FRAMES = 64;

/** UTF-16 units of those frames together, so that thousands of sockets that wait leave memory for the room. */
const MAX_HELD_LENGTH = 64 * 1024;

/** A frame that waits. */
export interface PendingFrame {
  readonly item: Received;
  /** UTF-16 units. */
  readonly length: number;
}

/**
 * What came behind a hello whose token is still being verified (P8.4). The room's turns do not wait for that: only this
 * socket's own frames do, in their order. They are in memory only: the platform evicts no object with a request under way,
 * and one that is lost otherwise takes its sockets along, whose clients send again what was not acknowledged.
 */
export class PendingFrames {
  readonly #held = new Map<SessionId, { frames: PendingFrame[]; length: number }>();

  /** A hello is being verified: from here on its socket's frames are held. */
  begin(id: SessionId): void {
    this.#held.set(id, { frames: [], length: 0 });
  }

  isHolding(id: SessionId): boolean {
    return this.#held.has(id);
  }

  /** Holds a frame of such a socket. Returns whether there was room for it. */
  hold(frame: PendingFrame): boolean {
    const held = this.#held.get(frame.item.from);
    if (held === undefined || held.frames.length >= MAX_HELD_FRAMES) return false;
    if (held.length + frame.length > MAX_HELD_LENGTH) return false;
    held.frames.push(frame);
    held.length += frame.length;
    return true;
  }

  /** The verification is over, or the socket is gone. Returns what was held, in its order. */
  end(id: SessionId): readonly PendingFrame[] {
    const frames = this.#held.get(id)?.frames ?? [];
    this.#held.delete(id);
    return frames;
  }
}
