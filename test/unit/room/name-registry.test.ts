import { describe } from "vitest";
import { MemoryNameBook } from "../../support/memory-name-registry.ts";
import { nameBookContract } from "../../support/name-registry-contract.ts";

describe("the in-memory name registry, which replaces SQL in room tests", () => {
  nameBookContract((check) => check(new MemoryNameBook()));
});
