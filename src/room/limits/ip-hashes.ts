import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { IpHash } from "../model/session.ts";
import { networkOf } from "./ip-network.ts";

/**
 * Milliseconds for which one key is used. It is then kept for another period, so that a hash, for example in a ban,
 * still matches for at least 30 days. After that the address cannot be recovered.
 */
const PERIOD_MS = 30 * 24 * 60 * 60 * 1_000;

/** Length of a truncated hash, in bytes. 128 bits make collisions negligible. */
const HASH_BYTES = 16;

/** A key for hashing addresses. */
export interface IpHashKey {
  /** Start of use, in milliseconds since 1970. */
  readonly since: number;
  readonly key: Uint8Array;
}

/** Storage for a room's hash keys. */
export interface IpHashKeyStore {
  /** Stored keys, newest first; empty until the room has hashed its first address. */
  read(): readonly IpHashKey[];
  /** Replaces all stored keys. The old ones are lost for good. */
  replace(keys: readonly IpHashKey[]): void;
}

/**
 * Hashes addresses with a rotating key (P5.6): HMAC-SHA-256 of the network, keyed with a secret that the room generates
 * and later discards. Without a key, a table of all IPv4 addresses would reverse the hash.
 */
export class IpHashes {
  readonly #store: IpHashKeyStore;
  readonly #newKey: () => Uint8Array;
  #keys: readonly IpHashKey[] | undefined;

  /** @param newKey generates a random key */
  constructor(store: IpHashKeyStore, newKey: () => Uint8Array) {
    this.#store = store;
    this.#newKey = newKey;
  }

  /**
   * Hashes an address.
   *
   * @param address reported by the platform
   * @param now milliseconds since 1970
   * @returns `undefined` if {@link networkOf} returns no network
   */
  of(address: string | undefined, now: number): IpHash | undefined {
    const network = address === undefined ? undefined : networkOf(address);
    if (network === undefined) return undefined;
    this.#keys ??= this.#store.read();
    const [present, before] = this.#keysAt(now, this.#keys);
    return {
      from: hash(present.key, network),
      ...(before === undefined ? {} : { fromBefore: hash(before.key, network) }),
    };
  }

  /** The current key and the previous one, if any. Rotates them if due. */
  #keysAt(now: number, keys: readonly IpHashKey[]): readonly [IpHashKey, ...IpHashKey[]] {
    const [newest, ...older] = keys.filter(({ since }) => now < since + 2 * PERIOD_MS);
    if (newest !== undefined && now < newest.since + PERIOD_MS) return [newest, ...older];
    const next = { since: now, key: this.#newKey() };
    const rotated = [next, ...(newest === undefined ? [] : [newest])] as const;
    this.#keys = rotated;
    this.#store.replace(rotated);
    return rotated;
  }
}

function hash(key: Uint8Array, network: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(network)).subarray(0, HASH_BYTES));
}
