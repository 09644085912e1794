import { type RoomStorage, webStorage } from "../../client/index.ts";

/**
 * Where the page keeps who one is in each room, and what is not sent yet: shared by all tabs, across reloads. Where the
 * browser refuses that, for as long as the page lives.
 */
export function pageStorage(): RoomStorage {
  try {
    return webStorage(localStorage);
  } catch {
    // Storage may be switched off, or refused to a page in a frame: asking for it throws.
    return new Map<string, string>();
  }
}
