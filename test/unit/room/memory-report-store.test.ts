import { describe } from "vitest";
import { MemoryReportStore } from "../../support/memory-report-store.ts";
import { reportStoreContract } from "../../support/report-store-contract.ts";

describe("the report store in memory", () => {
  reportStoreContract((check) => {
    const store = new MemoryReportStore();
    check(() => store);
  });
});
