import { createStore } from "../../model/store.ts";
import { IS_MAC } from "../ui/platform.ts";

interface SearchState {
  readonly isOpen: boolean;
  /** Whether the deployment answered that it has no search. */
  readonly isOff: boolean;
}

/** Whether the search is open, for the buttons and keys that open it. */
export const searchState = createStore<SearchState>({ isOpen: false, isOff: false });

export function openSearch(isOpen = true): void {
  searchState.set({ ...searchState.value, isOpen });
}

/**
 * Opens the search by Ctrl+F or ⌘F. While it is open, the key is the browser's own again.
 *
 * @returns a function that stops it
 */
export function followSearchKey(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || !isFindKey(event)) return;
    // Another dialog hides the room, and closes first.
    if (searchState.value.isOff || document.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    openSearch();
  };
  document.addEventListener("keydown", onKeyDown);
  return () => document.removeEventListener("keydown", onKeyDown);
}

function isFindKey({ altKey, code, ctrlKey, key, metaKey, shiftKey }: KeyboardEvent): boolean {
  if (altKey || shiftKey || (IS_MAC ? !metaKey || ctrlKey : !ctrlKey || metaKey)) return false;
  // Arabic, Greek and Russian keyboards have another letter on the key that browsers take for F.
  return key.toLowerCase() === "f" || (code === "KeyF" && !/^[a-z]$/i.test(key));
}
