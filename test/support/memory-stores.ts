import { plugInFilters } from "../../src/capabilities/filters/filters.ts";
import { plugInNewcomers } from "../../src/capabilities/newcomers/newcomers.ts";
import { plugInReports } from "../../src/capabilities/reports/reports.ts";
import { MemoryEventLog } from "./memory-event-log.ts";
import { MemoryModerationStore } from "./memory-moderation-store.ts";
import { MemoryNameRegistry } from "./memory-name-registry.ts";
import { MemoryNewcomerStore } from "./memory-newcomer-store.ts";
import { MemoryReportStore } from "./memory-report-store.ts";

/** All storage of a room, empty and in memory. */
export function memoryStores() {
  return {
    log: new MemoryEventLog(),
    moderationStore: new MemoryModerationStore(),
    nameRegistry: new MemoryNameRegistry(),
    capabilities: [plugInNewcomers(new MemoryNewcomerStore()), plugInFilters, plugInReports(new MemoryReportStore())],
  };
}
