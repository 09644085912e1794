import { describe } from "vitest";
import { MemoryNameBook } from "../../support/memory-name-registry.ts";
import { nameBookContract } from "../../support/name-registry-contract.ts";

describe("the name book in memory, which stands in for SQL in tests of the room", () => {
  nameBookContract((check) => check(new MemoryNameBook()));
});
