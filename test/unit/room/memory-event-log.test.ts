import { describe } from "vitest";
import { eventLogContract } from "../../support/event-log-contract.ts";
import { MemoryEventLog } from "../../support/memory-event-log.ts";

describe("the in-memory event log, which replaces SQL in room tests", () => {
  eventLogContract((check) => {
    const log = new MemoryEventLog();
    check(() => log);
  });
});
