import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { networkOf } from "./ip-network.ts";

/**
 * Milliseconds for which one key hashes addresses. It is kept as long again, so that what is kept under a hash, a ban above
 * all, is found for 30 days at least; after that nobody can tell which address it was.
 */
const PERIOD_MS = 30 * 24 * 60 * 60 * 1_000;

/** Bytes of the hash that are kept: 128 bits, which no two networks share. */
const HASH_BYTES = 16;

/** A key under which addresses are hashed. */
export interface IpHashKey {
  /** From when on it is used, in milliseconds since 1970. */
  readonly since: number;
  readonly key: Uint8Array;
}

/** Where the keys of a room are kept. */
export interface IpHashKeyStore {
  /** The newest first; none in a room that saw no address yet. */
  read(): readonly IpHashKey[];
  /** Keeps these, and forgets all others for good. */
  replace(keys: readonly IpHashKey[]): void;
}

/** What the room keeps of a peer's address. */
export interface IpHash {
  /** Under the key of this period. */
  readonly from: string;
  /** Under the key of the period before, where there was one: what was kept then is found by this. */
  readonly fromBefore?: string;
}

/**
 * Turns addresses into keyed hashes (P5.6): HMAC-SHA-256 of the network, under a key that the room makes for itself and
 * throws away. There are so few addresses that a hash without a key could be looked up in a table.
 */
export class IpHashes {
  readonly #store: IpHashKeyStore;
  readonly #newKey: () => Uint8Array;
  #keys: readonly IpHashKey[] | undefined;

  /** @param newKey a random key */
  constructor(store: IpHashKeyStore, newKey: () => Uint8Array) {
    this.#store = store;
    this.#newKey = newKey;
  }

  /**
   * @param address as the platform told it
   * @param now milliseconds since 1970
   * @returns nothing where {@link networkOf} knows no network
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

  /** The key of this period, and the one before it. */
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
