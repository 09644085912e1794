import { createLocalJWKSet, type FlattenedJWSInput, type JSONWebKeySet, type JWSHeaderParameters } from "jose";
import { JWKSNoMatchingKey } from "jose/errors";
import { Deadline } from "../base/deadline.ts";

/**
 * Milliseconds for which a fetched key set is used without fetching again. A revoked key stays valid for at most this
 * long.
 */
const FRESH_FOR_MS = 10 * 60 * 1_000;

/**
 * Milliseconds for which a stale key set is still used while the URL does not respond, so that an outage does not lock
 * everyone out.
 */
const STALE_FOR_MS = 60 * 60 * 1_000;

/** Window for counting fetches, in milliseconds. */
const WINDOW_MS = 30_000;

/**
 * Maximum fetches per window while a key set is cached, whatever key ids the tokens contain. One fetch finds a rotated
 * key.
 */
const FETCHES_WITH_SET = 1;

/**
 * Maximum fetches per window while none is cached: several rooms wake at once after a deployment, and an outage may be
 * short.
 */
const FETCHES_WITHOUT_SET = 5;

/** Timeout of a fetch, in milliseconds. Users are waiting for it. */
const FETCH_TIMEOUT_MS = 5_000;

type LocalKeys = ReturnType<typeof createLocalJWKSet>;

/**
 * Cached state for one URL. Contains no promise, because a Worker cannot await a promise that belongs to another
 * request.
 */
interface CacheEntry {
  keys: LocalKeys | undefined;
  /** Time at which `keys` was fetched, in milliseconds since 1970. */
  fetchedAt: number;
  /** Start times of the fetches in the current window, in milliseconds since 1970. */
  fetchTimes: number[];
}

/** Cache by URL, shared by all rooms and requests in an isolate. */
export type KeyCache = Map<string, CacheEntry>;

/** Dependencies of {@link KeySet}. */
export interface KeySetPorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly cache: KeyCache;
}

/** Thrown if no keys are available at the moment. Says nothing about the token. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";
  /** Milliseconds after which a retry makes sense. */
  readonly retryAfter: number;

  /** @param reason for the log; contains nothing from the response */
  constructor(retryAfter: number, reason: string) {
    super(reason);
    this.retryAfter = retryAfter;
  }
}

/**
 * Public keys at a JWKS URL. An unknown key id triggers another fetch, at a limited rate: key rotation needs no
 * configuration, and made-up key ids cause no flood of requests.
 *
 * This replaces jose's `createRemoteJWKSet`, which limits fetches only after a success and, on this platform, fetches
 * once per waiting caller. It bounds neither an outage nor a crowd.
 */
export class KeySet {
  readonly #url: string;
  readonly #ports: KeySetPorts;
  /** The fetch in progress, shared by all callers in this object. */
  #pending: Promise<LocalKeys> | undefined;

  constructor(url: string, ports: KeySetPorts) {
    this.#url = url;
    this.#ports = ports;
  }

  /**
   * Finds the key that a token names.
   *
   * @throws KeysUnavailable if no keys are available at the moment; JOSEError if the key does not exist
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

  /** Fetches a newer key set and returns it with `true`. Returns the old one with `false` if that fails. */
  async #refresh(old: LocalKeys): Promise<readonly [LocalKeys, boolean]> {
    try {
      return [await this.#fetch(), true];
    } catch {
      return [old, false];
    }
  }

  /** @throws KeysUnavailable if the fetch limit is reached or the fetch fails */
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
    using deadline = new Deadline(FETCH_TIMEOUT_MS);
    try {
      const response = await fetch(this.#url, {
        headers: { accept: "application/jwk-set+json, application/json" },
        // A redirect could substitute other keys.
        redirect: "manual",
        signal: deadline.signal,
      });
      if (response.status !== 200) throw new KeysUnavailable(FETCH_TIMEOUT_MS, `HTTP status ${response.status}`);
      // jose validates its argument and throws if it is not a key set.
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
