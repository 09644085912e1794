import { normalizeUsername } from "../../protocol/normalize-name.ts";

const KEY = "parley.name";

/** The name of the last visit, if the browser kept one that still is one. */
export function recallName(): string | undefined {
  try {
    return normalizeUsername(localStorage.getItem(KEY) ?? "");
  } catch {
    // Storage may be switched off, or refused to a page in a frame. The page then asks at each visit.
    return undefined;
  }
}

/** Keeps a name for the next visit, where the browser lets us. */
export function rememberName(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // As above; also when storage is full.
  }
}
