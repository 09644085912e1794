import { createLocalJWKSet, type FlattenedJWSInput, type JSONWebKeySet, type JWSHeaderParameters } from "jose";
import { JWKSNoMatchingKey } from "jose/errors";

/** Milliseconds for which a fetched set is taken as it is. A key that its owner withdrew is believed for no longer. */
const FRESH_FOR_MS = 10 * 60 * 1_000;

/** Milliseconds for which a set still serves while its address does not answer: better than to lock everybody out. */
const STALE_FOR_MS = 60 * 60 * 1_000;

/** Milliseconds in which the fetches are counted that a set may cost. */
const WINDOW_MS = 30_000;

/** Fetches in that time where there is a set, whatever keys the tokens name: one finds a rotated key. */
const FETCHES_WITH_SET = 1;

/** Fetches in that time where there is none: several rooms wake at once after a deployment, and an outage may be short. */
const FETCHES_WITHOUT_SET = 5;

/** Milliseconds that a fetch may take; people wait for it. */
const FETCH_TIMEOUT_MS = 5_000;

type LocalKeys = ReturnType<typeof createLocalJWKSet>;

/** What is known of one address. It holds no promise, which the platform lets nobody else wait for. */
interface CacheEntry {
  keys: LocalKeys | undefined;
  /** When `keys` came, in milliseconds since 1970. */
  fetchedAt: number;
  /** When fetches began that still count, in milliseconds since 1970. */
  fetchTimes: number[];
}

/** What has been fetched, by address: rooms and requests that share an isolate share it. */
export type KeyCache = Map<string, CacheEntry>;

/** What a key set needs of the world. */
export interface KeySetPorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly cache: KeyCache;
}

/** No key can be had now; that says nothing about the token. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";
  /** Milliseconds after which it is worth asking again. */
  readonly retryAfter: number;

  /** @param reason for the log; nothing of what came stands in it */
  constructor(retryAfter: number, reason: string) {
    super(reason);
    this.retryAfter = retryAfter;
  }
}

/**
 * The public keys at a JWKS address. A key that is not among them is looked for by fetching again, at a bounded rate, so
 * that a rotation is found by itself and invented key ids cost the address nothing.
 *
 * jose's own `createRemoteJWKSet` counts from the last success only, and on this platform it fetches once for each caller
 * that waits: neither an outage nor a crowd is bounded.
 */
export class KeySet {
  readonly #url: string;
  readonly #ports: KeySetPorts;
  /** The fetch under way, for all who wait in this object. */
  #pending: Promise<LocalKeys> | undefined;

  constructor(url: string, ports: KeySetPorts) {
    this.#url = url;
    this.#ports = ports;
  }

  /**
   * The key that a token names.
   *
   * @throws KeysUnavailable where that cannot be known now; a JOSEError where there is none
   */
  async keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): ReturnType<LocalKeys> {
    const { fetchedAt, keys } = this.#entry;
    const age = this.#ports.now() - fetchedAt;
    if (keys === undefined || age >= STALE_FOR_MS) return (await this.#fetch())(header, token);
    const [current, isNew] = age < FRESH_FOR_MS ? [keys, false] : await this.#refresh(keys);
    try {
      return await current(header, token);
    } catch (error) {
      if (!(error instanceof JWKSNoMatchingKey) || isNew) throw error;
      return (await this.#fetch())(header, token);
    }
  }

  /** A newer set where one is to be had, and whether it is one; otherwise the old one goes on serving. */
  async #refresh(old: LocalKeys): Promise<readonly [LocalKeys, boolean]> {
    try {
      return [await this.#fetch(), true];
    } catch {
      return [old, false];
    }
  }

  /** @throws KeysUnavailable where it may not fetch now, or no set came */
  #fetch(): Promise<LocalKeys> {
    this.#pending ??= this.#load().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #load(): Promise<LocalKeys> {
    const { fetch, now } = this.#ports;
    const entry = this.#entry;
    const startedAt = now();
    entry.fetchTimes = entry.fetchTimes.filter((time) => startedAt - time < WINDOW_MS);
    const [oldest = startedAt] = entry.fetchTimes;
    const allowed = entry.keys === undefined ? FETCHES_WITHOUT_SET : FETCHES_WITH_SET;
    if (entry.fetchTimes.length >= allowed) {
      throw new KeysUnavailable(oldest + WINDOW_MS - startedAt, "too many fetches");
    }
    entry.fetchTimes.push(startedAt);
    try {
      const response = await fetch(this.#url, {
        headers: { accept: "application/jwk-set+json, application/json" },
        // Whoever could redirect could name other keys.
        redirect: "manual",
        signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
      });
      if (response.status !== 200) throw new KeysUnavailable(FETCH_TIMEOUT_MS, `HTTP status ${response.status}`);
      // jose looks at what it is given, and throws where it is no set.
      const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
      entry.keys = keys;
      entry.fetchedAt = now();
      return keys;
    } catch (error) {
      if (error instanceof KeysUnavailable) throw error;
      throw new KeysUnavailable(FETCH_TIMEOUT_MS, error instanceof Error ? error.name : typeof error);
    }
  }

  get #entry(): CacheEntry {
    const entry = this.#ports.cache.get(this.#url) ?? { keys: undefined, fetchedAt: 0, fetchTimes: [] };
    this.#ports.cache.set(this.#url, entry);
    return entry;
  }
}
