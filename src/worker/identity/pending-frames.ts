import type { Received } from "../../room/model/context.ts";
import type { SessionId } from "../../room/model/session.ts";

/**
 * Maximum number of frames held per `hello`: enough for a client that pipelines commands (P3.11) during a verification.
 */
const MAX_HELD_FRAMES = 64;

/**
 * Maximum total length of the frames held per socket, in UTF-16 units, so that thousands of waiting sockets fit in
 * memory.
 */
const MAX_HELD_LENGTH = 64 * 1024;

/** A frame waiting for verification to finish. */
export interface PendingFrame {
  readonly item: Received;
  /** UTF-16 units. */
  readonly length: number;
}

/**
 * Frames received after a `hello` whose token is still being verified (P8.4). Only this socket's frames wait, in order;
 * other sockets continue.
 *
 * The frames are kept in memory only. The platform does not evict an object while a request is in progress. If the
 * object is lost in another way, its sockets close, and the clients resend all unacknowledged commands.
 */
export class PendingFrames {
  readonly #held = new Map<SessionId, { frames: PendingFrame[]; length: number }>();

  /** Starts to hold the frames of a socket. */
  begin(id: SessionId): void {
    this.#held.set(id, { frames: [], length: 0 });
  }

  isHolding(id: SessionId): boolean {
    return this.#held.has(id);
  }

  /** Holds a frame. Returns `false` if the limit is reached. */
  hold(frame: PendingFrame): boolean {
    const held = this.#held.get(frame.item.from);
    if (held === undefined || held.frames.length >= MAX_HELD_FRAMES) return false;
    if (held.length + frame.length > MAX_HELD_LENGTH) return false;
    held.frames.push(frame);
    held.length += frame.length;
    return true;
  }

  /** Stops holding frames, after verification or after the socket has closed. Returns the held frames in order. */
  end(id: SessionId): readonly PendingFrame[] {
    const frames = this.#held.get(id)?.frames ?? [];
    this.#held.delete(id);
    return frames;
  }
}
