import { MemoryHistory } from "./memory-event-log.ts";
import { MemoryStandings } from "./memory-moderation-store.ts";
import { MemoryNameBook } from "./memory-name-registry.ts";

/** All storage of a room, empty and in memory. */
export function memoryStores() {
  return { history: new MemoryHistory(), moderationStore: new MemoryStandings(), nameRegistry: new MemoryNameBook() };
}
