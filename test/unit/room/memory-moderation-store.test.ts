import { describe } from "vitest";
import { MemoryStandings } from "../../support/memory-moderation-store.ts";
import { standingContract } from "../../support/moderation-store-contract.ts";

describe("the moderationStore in memory", () => {
  standingContract((check) => {
    const moderationStore = new MemoryStandings();
    check(() => moderationStore);
  });
});
