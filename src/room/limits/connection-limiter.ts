import type { Limits } from "../../protocol/limits.ts";
import type { Session, SessionId } from "../people/session.ts";
import type { IpHash } from "./ip-hashes.ts";
import { TokenBuckets, takeToken } from "./token-buckets.ts";

/**
 * Sockets a second that one address may open in a room, on average. A coming and a going are a frame each to every plain
 * socket (P2.1), so this is what one address can have the others told.
 */
const SOCKETS_PER_SECOND_OF_ADDRESS = 10;

/**
 * Sockets that one address may open at once: a class that comes in together, or comes back after a deployment. They are earned
 * again in the ten seconds after which an idle room sleeps and forgets.
 */
const SOCKET_BURST_OF_ADDRESS = 100;

/**
 * Sockets a second that all addresses together may open in a room, on average; at once, as many as it holds, because after a
 * deployment everybody comes back. Whatever number of addresses somebody has, the others are told of no more than these.
 */
const SOCKETS_PER_SECOND_OF_ROOM = 100;

/** The room's own bucket; there is only one. */
const ROOM = "room";

/** Whether a socket may come in (P5.3, P5.4). */
export type ConnectionVerdict = { readonly ok: true } | ConnectionRefusal;

/** Why it may not. */
export type ConnectionRefusal =
  | { readonly ok: false; readonly code: "too_many_sockets" }
  | { readonly ok: false; readonly code: "rate_limited" /** Milliseconds. */; readonly retryAfter: number };

/**
 * Counts who comes in by address: how many sockets one has, and how fast it opens them. What has no address, which is a
 * developer's own machine, is let in.
 */
export class ConnectionLimiter {
  readonly #limit: number;
  readonly #byAddress = new Map<string, Set<SessionId>>();
  readonly #ofAddress = new TokenBuckets({ perSecond: SOCKETS_PER_SECOND_OF_ADDRESS, burst: SOCKET_BURST_OF_ADDRESS });
  readonly #ofRoom: TokenBuckets;

  /** @param sessions who was here before the room's object was evicted */
  constructor({ addressSockets, roomSockets }: Limits, sessions: Iterable<Session>) {
    this.#limit = addressSockets;
    this.#ofRoom = new TokenBuckets({ perSecond: SOCKETS_PER_SECOND_OF_ROOM, burst: roomSockets });
    for (const session of sessions) this.#add(session.id, session.from);
  }

  /**
   * A socket wants to come in. One that may is counted from here on.
   *
   * @param hash of its address; absent where it has none that counts
   * @param now milliseconds since 1970
   */
  admit(id: SessionId, hash: IpHash | undefined, now: number): ConnectionVerdict {
    if (hash === undefined) return { ok: true };
    const { from, fromBefore } = hash;
    // Those who came under the key of the last period have not left because it is over.
    if (this.#count(from) + this.#count(fromBefore) >= this.#limit) return { ok: false, code: "too_many_sockets" };
    const addressBucket = this.#ofAddress.of(from, now);
    const roomBucket = this.#ofRoom.of(ROOM, now);
    const retryAfter = Math.max(this.#ofAddress.waitFor(addressBucket), this.#ofRoom.waitFor(roomBucket));
    if (retryAfter > 0) return { ok: false, code: "rate_limited", retryAfter };
    takeToken(addressBucket);
    takeToken(roomBucket);
    this.#add(id, from);
    return { ok: true };
  }

  /** A socket is gone. */
  left({ from, id }: Session): void {
    if (from === undefined) return;
    const sockets = this.#byAddress.get(from);
    sockets?.delete(id);
    if (sockets?.size === 0) this.#byAddress.delete(from);
  }

  #add(id: SessionId, from: string | undefined): void {
    if (from === undefined) return;
    const sockets = this.#byAddress.get(from);
    if (sockets === undefined) this.#byAddress.set(from, new Set([id]));
    else sockets.add(id);
  }

  #count(from: string | undefined): number {
    return from === undefined ? 0 : (this.#byAddress.get(from)?.size ?? 0);
  }
}
