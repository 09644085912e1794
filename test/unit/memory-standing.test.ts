import { describe } from "vitest";
import { MemoryStandings } from "../support/memory-standing.ts";
import { standingContract } from "../support/standing-contract.ts";

describe("the standings in memory", () => {
  standingContract((check) => {
    const standings = new MemoryStandings();
    check(() => standings);
  });
});
