import { describe } from "vitest";
import { historyContract } from "../../support/event-log-contract.ts";
import { MemoryHistory } from "../../support/memory-event-log.ts";

describe("the memory history, which stands in for SQL in tests of the room", () => {
  historyContract((check) => {
    const history = new MemoryHistory();
    check(() => history);
  });
});
