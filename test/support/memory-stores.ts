import { MemoryHistory } from "./memory-history.ts";
import { MemoryNameBook } from "./memory-name-book.ts";
import { MemoryStandings } from "./memory-standing.ts";

/** All that a room keeps, new and in memory. */
export function memoryStores() {
  return { history: new MemoryHistory(), standings: new MemoryStandings(), nameBook: new MemoryNameBook() };
}
