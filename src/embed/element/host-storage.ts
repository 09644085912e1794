// The storage of the embedding page, for `persist="host"`. The browser may refuse it, or it may be full: the user is then as
// new after a reload.

/** The items whose keys have a prefix, without it. */
export function readItems(prefix: string): Record<string, string> {
  const items: Record<string, string> = {};
  try {
    for (const [key, value] of Object.entries<string>({ ...localStorage })) {
      if (key.startsWith(prefix)) items[key.slice(prefix.length)] = value;
    }
  } catch {}
  return items;
}

/** Stores an item, or deletes it without a value. */
export function storeItem(key: string, value?: string): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {}
}
