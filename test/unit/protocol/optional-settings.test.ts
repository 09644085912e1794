import * as v from "valibot";
import { expect, test } from "vitest";
import { optionalSettings } from "../../../src/protocol/optional-settings.ts";

test("P18.10 a title or a topic has at most four combining marks on a character", () => {
  const settings = v.object(optionalSettings);
  const of = (marks: number) => `R${"\u0323".repeat(marks)}oses`;
  for (const key of ["title", "topic"]) {
    expect(v.is(settings, { [key]: of(4) })).toBe(true);
    expect(v.is(settings, { [key]: of(20) })).toBe(false);
  }
});
