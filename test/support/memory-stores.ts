import { MemoryHistory } from "./memory-event-log.ts";
import { MemoryStandings } from "./memory-moderation-store.ts";
import { MemoryNameBook } from "./memory-name-registry.ts";

/** All that a room keeps, new and in memory. */
export function memoryStores() {
  return { history: new MemoryHistory(), moderationStore: new MemoryStandings(), nameRegistry: new MemoryNameBook() };
}
