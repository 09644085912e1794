import { expect, test } from "vitest";
import { checkName } from "../../../src/page/lazy/join/check-name.ts";
import { hueOf, initialsOf } from "../../../src/page/people/person.tsx";

test.each([
  ["", false],
  ["  ", false],
  ["A", false],
  ["Al", true],
  ["\u{1f600}", false],
  ["\u{1f600}\u{1f600}", true],
  ["x".repeat(32), true],
  ["x".repeat(33), false],
  ["e\u0301".repeat(32), true],
  ["Ada\nBen", true],
])("a name is 2 to 32 characters that can be shown: %j is %s", (raw, ok) => {
  expect(checkName(raw).ok).toBe(ok);
});

test.each([
  ["X", "length"],
  ["\u202eX", "unshowable"],
  ["x".repeat(33), "length"],
  ["  ", "missing"],
])("the fault of the name %j is %s", (raw, fault) => {
  expect(checkName(raw)).toEqual({ ok: false, fault });
});

test("a name is kept in the form that the room stores", () => {
  expect(checkName("  Jose\u0301 ")).toEqual({ ok: true, name: "José" });
  // A line break of a presentation, and a tab of a spreadsheet.
  expect(checkName("Ada\vLovelace\t")).toEqual({ ok: true, name: "Ada Lovelace" });
});

test.each([
  ["Ada Lovelace", "AL"],
  ["ada", "A"],
  ["noor al-Hashimi", "NH"],
  ["\u{1f468}\u200d\u{1f469}\u200d\u{1f467} team", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}T"],
  ["\u{1f43a}x", "\u{1f43a}"],
  ["--", "-"],
  ["(Ben) Smith", "BS"],
  ["josé", "J"],
  ["e\u0301mile zola", "E\u0301Z"],
  ["Ада Лавлейс", "АЛ"],
  ["Αλέξης", "Α"],
  ["山田太郎", "山"],
  ["山田 太郎", "山太"],
  ["김민준", "김"],
  ["नूर हाशमी", "नूहा"],
  ["\u0646\u0648\u0631", "\u0646"],
  ["\u0646\u0648\u0631 \u0627\u0644\u0647\u0627\u0634\u0645\u064a", "\u0646\u200c\u0627"],
  ["\u{1f1e9}\u{1f1ea} Berlin", "\u{1f1e9}\u{1f1ea}B"],
])("%s has the initials %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test("a name has the same hue in every room, and there is one for any name", () => {
  expect(hueOf("Ada")).toBe(hueOf("ada"));
  for (const name of ["", "\u{1f600}", "x".repeat(32), "Ada"]) {
    expect(hueOf(name)).toBeGreaterThanOrEqual(0);
    expect(hueOf(name)).toBeLessThan(12);
  }
});
