import { describe } from "vitest";
import { historyContract } from "../../support/event-log-contract.ts";
import { MemoryHistory } from "../../support/memory-event-log.ts";

describe("the in-memory event log, which replaces SQL in room tests", () => {
  historyContract((check) => {
    const history = new MemoryHistory();
    check(() => history);
  });
});
