import { describe } from "vitest";
import { MemoryNameRegistry } from "../../support/memory-name-registry.ts";
import { nameBookContract } from "../../support/name-registry-contract.ts";

describe("the in-memory name registry, which replaces SQL in room tests", () => {
  nameBookContract((check) => check(new MemoryNameRegistry()));
});
