/**
 * Where the client keeps its token, its outbox and, if it is to, messages: JSON texts by key, at once and not in a while, so that nothing
 * is sent before it is kept. A `Map` is one; so is what {@link webStorage} makes of `localStorage`.
 */
export interface RoomStorage {
  get(key: string): string | undefined;
  /** @throws where it cannot keep it; the client goes on in memory, and tells by an "error" event of code `storage` */
  set(key: string, value: string): void;
  delete(key: string): void;
  keys(): Iterable<string>;
}

/** As much of a page's `Storage` as is used here, so that the types of this library need no DOM. */
export interface WebStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * Makes a {@link RoomStorage} of a page's `localStorage` or `sessionStorage`.
 *
 * @param storage shared by every tab of the origin, or this tab's own
 * @param prefix in front of every key, to keep apart from what else the page stores
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
