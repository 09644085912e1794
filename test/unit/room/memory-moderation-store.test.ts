import { describe } from "vitest";
import { MemoryModerationStore } from "../../support/memory-moderation-store.ts";
import { standingContract } from "../../support/moderation-store-contract.ts";

describe("the in-memory moderation store", () => {
  standingContract((check) => {
    const moderationStore = new MemoryModerationStore();
    check(() => moderationStore);
  });
});
