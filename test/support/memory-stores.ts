import { plugInFilters } from "../../src/capabilities/filters/filters.ts";
import { plugInNewcomers } from "../../src/capabilities/newcomers/newcomers.ts";
import { plugInReports } from "../../src/capabilities/reports/reports.ts";
import { MemoryHistory } from "./memory-event-log.ts";
import { MemoryStandings } from "./memory-moderation-store.ts";
import { MemoryNameBook } from "./memory-name-registry.ts";
import { MemoryNewcomerStore } from "./memory-newcomer-store.ts";
import { MemoryReportStore } from "./memory-report-store.ts";

/** All storage of a room, empty and in memory. */
export function memoryStores() {
  return {
    history: new MemoryHistory(),
    moderationStore: new MemoryStandings(),
    nameRegistry: new MemoryNameBook(),
    capabilities: [plugInNewcomers(new MemoryNewcomerStore()), plugInFilters, plugInReports(new MemoryReportStore())],
  };
}
