import { plugInReports } from "../../src/capabilities/reports/reports.ts";
import { MemoryHistory } from "./memory-event-log.ts";
import { MemoryStandings } from "./memory-moderation-store.ts";
import { MemoryNameBook } from "./memory-name-registry.ts";
import { MemoryReportStore } from "./memory-report-store.ts";

/** All storage of a room, empty and in memory. */
export function memoryStores() {
  return {
    history: new MemoryHistory(),
    moderationStore: new MemoryStandings(),
    nameRegistry: new MemoryNameBook(),
    capabilities: [plugInReports(new MemoryReportStore())],
  };
}
