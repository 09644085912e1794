import { expect, test } from "vitest";
import { COMMAND, confusablesByLook } from "../../../scripts/confusables/by-look.ts";
import confusables from "../../../src/room/people/confusables.json" with { type: "json" };

test("the room's table of confusables is that of Unicode", () => {
  expect(confusables, `run ${COMMAND}`).toEqual(confusablesByLook());
});
