/**
 * Uses the storage of the embedding page, for `persist="host"`. The browser may refuse, or be full: the user is then as new
 * after a reload.
 */
export function useStorage(use: (storage: Storage) => void): void {
  try {
    use(localStorage);
  } catch {}
}

/** The items of a storage whose keys have a prefix, without it. */
export function itemsOf(storage: Storage, prefix: string): Record<string, string> {
  const items = Object.entries<string>({ ...storage }).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(items.map(([key, value]) => [key.slice(prefix.length), value]));
}
