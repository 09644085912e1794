import type { Limits } from "../../protocol/limits.ts";
import type { IpHash, Session, SessionId } from "../model/session.ts";
import { TokenBuckets, takeToken } from "./token-buckets.ts";

/**
 * Average number of sockets per second that one address may open in a room. Each connect and disconnect sends a frame
 * to every plain socket (P2.1), so this also limits the traffic that one address can cause.
 */
const SOCKETS_PER_SECOND_OF_ADDRESS = 10;

/**
 * Number of sockets that one address may open at once: a class that joins together, or reconnects after a deployment.
 * The bucket refills within the ten seconds after which an idle room hibernates and forgets it.
 */
const SOCKET_BURST_OF_ADDRESS = 100;

/**
 * Average number of sockets per second that all addresses together may open in a room. The burst is the room's
 * capacity, because everyone reconnects after a deployment. This bounds the traffic that a client with many addresses
 * can cause.
 */
const SOCKETS_PER_SECOND_OF_ROOM = 100;

/** Key of the bucket that the whole room shares. */
const ROOM = "room";

/** Decision about a new socket (P5.3, P5.4). */
export type ConnectionVerdict = { readonly ok: true } | ConnectionRefusal;

/** Reason for refusing a socket. */
export type ConnectionRefusal =
  | { readonly ok: false; readonly code: "too_many_sockets" }
  | { readonly ok: false; readonly code: "rate_limited" /** Milliseconds. */; readonly retryAfter: number };

/**
 * Limits sockets per address: how many are open, and how fast new ones open. Sockets without an address, as in local
 * development, are not limited.
 */
export class ConnectionLimiter {
  readonly #limit: number;
  readonly #byAddress = new Map<string, Set<SessionId>>();
  readonly #ofAddress = new TokenBuckets({ perSecond: SOCKETS_PER_SECOND_OF_ADDRESS, burst: SOCKET_BURST_OF_ADDRESS });
  readonly #ofRoom: TokenBuckets;

  /** @param sessions sessions restored after hibernation */
  constructor({ addressSockets, roomSockets }: Limits, sessions: Iterable<Session>) {
    this.#limit = addressSockets;
    this.#ofRoom = new TokenBuckets({ perSecond: SOCKETS_PER_SECOND_OF_ROOM, burst: roomSockets });
    for (const session of sessions) this.#add(session.id, session.from);
  }

  /**
   * Decides whether to admit a socket, and counts it if so.
   *
   * @param hash of the peer's address; absent if the peer has no countable address
   * @param now milliseconds since 1970
   */
  admit(id: SessionId, hash: IpHash | undefined, now: number): ConnectionVerdict {
    if (hash === undefined) return { ok: true };
    const { from, fromBefore } = hash;
    // Sockets hashed under the previous key still count after the key has been rotated.
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

  /** Stops counting a closed socket. */
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
