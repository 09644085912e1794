import { describe } from "vitest";
import { MemoryNewcomerStore } from "../../support/memory-newcomer-store.ts";
import { newcomerStoreContract } from "../../support/newcomer-store-contract.ts";

describe("the newcomer store in memory", () => {
  newcomerStoreContract((check) => {
    const store = new MemoryNewcomerStore();
    check(() => store);
  });
});
