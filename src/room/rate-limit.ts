import type { SessionId } from "./session.ts";

/** Seconds whose frames a socket may send at once: more than any hand does, and too little for others to notice. */
const BURST_SECONDS = 2;

/** Bursts of refused frames after which a sender that never rested is not listened to any more. */
const REFUSED_BURSTS = 100;

/** What becomes of a frame: it is taken, or refused with the time until one will be, or its sender is closed. */
export type FrameVerdict =
  | { readonly outcome: "take" }
  | { readonly outcome: "refuse" /** Milliseconds. */; readonly retryAfter: number }
  | { readonly outcome: "close" };

interface Bucket {
  tokens: number;
  /** When `tokens` was right, in milliseconds since 1970. */
  at: number;
  /** Frames refused since the bucket was full. */
  refused: number;
}

const TAKE: FrameVerdict = { outcome: "take" };

/**
 * How many frames each socket may send (P5.1): a token bucket each, which is full when the socket comes, and again after
 * hibernation, for which a room has to be quiet as long as an empty one takes to fill.
 */
export class FrameLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #buckets = new Map<SessionId, Bucket>();

  /** @param perSecond frames of one socket, on average */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#burst = perSecond * BURST_SECONDS;
  }

  /**
   * A socket sent a frame.
   *
   * @param now milliseconds since 1970
   */
  judge(id: SessionId, now: number): FrameVerdict {
    const bucket = this.#buckets.get(id) ?? { tokens: this.#burst, at: now, refused: 0 };
    this.#buckets.set(id, bucket);
    // A clock that was set back gives nothing, and takes nothing.
    const earned = (Math.max(now - bucket.at, 0) * this.#perSecond) / 1_000;
    bucket.tokens = Math.min(this.#burst, bucket.tokens + earned);
    bucket.at = now;
    if (bucket.tokens === this.#burst) bucket.refused = 0;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return TAKE;
    }
    bucket.refused += 1;
    if (bucket.refused > this.#burst * REFUSED_BURSTS) return { outcome: "close" };
    return { outcome: "refuse", retryAfter: Math.ceil(((1 - bucket.tokens) * 1_000) / this.#perSecond) };
  }

  /** A socket is gone. */
  forget(id: SessionId): void {
    this.#buckets.delete(id);
  }
}
