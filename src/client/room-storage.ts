/**
 * Persists the client's token, its outbox and optionally messages, as JSON by key. Synchronous, so that a command is persisted
 * before it is sent. A `Map` fits; so does the result of {@link webStorage}.
 */
export interface RoomStorage {
  get(key: string): string | undefined;
  /** @throws if it fails; the client continues in memory and emits an "error" event with code `storage` */
  set(key: string, value: string): void;
  delete(key: string): void;
  keys(): Iterable<string>;
}

/** The part of a page's `Storage` that is used here, so that this library's types don't depend on the DOM. */
export interface WebStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * Adapts `localStorage` or `sessionStorage`.
 *
 * @param prefix prepended to each key, to avoid conflicts with other data of the page
 */
export function webStorage(storage: WebStorage, prefix = "parley:"): RoomStorage {
  return {
    get: (key) => storage.getItem(prefix + key) ?? undefined,
    set: (key, value) => storage.setItem(prefix + key, value),
    delete: (key) => storage.removeItem(prefix + key),
    keys: () =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index)).flatMap((key) =>
        key?.startsWith(prefix) ? [key.slice(prefix.length)] : [],
      ),
  };
}
