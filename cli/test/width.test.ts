import fc from "fast-check";
import { expect, test } from "vitest";
import { charactersOf, fit, truncate, widthOf, wrap } from "../text/width.ts";

test.each([
  ["a", 1],
  ["é", 1],
  ["e\u0301", 1],
  ["你", 2],
  ["한", 2],
  ["ｱ", 1],
  ["👍", 2],
  ["👍🏽", 2],
  ["👩‍👩‍👧‍👦", 2],
  ["🇩🇪", 2],
  ["❤️", 2],
  ["مرحبا", 5],
  ["\u200f", 0],
  ["\u{1d158}\u{1d165}\u{1d16e}", 2],
])("%s takes %i columns", (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

const texts = fc
  .array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(" ", "你好", "👩‍👩‍👧‍👦", "🇩🇪", "word", "مرحبا")))
  .map((parts) => parts.join("").replace(/[\r\n]/g, ""));

test("no line is wider than it may be, and no character is lost or split", () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 40 }), (text, columns) => {
      const lines = wrap(text, columns);
      for (const line of lines) expect(widthOf(line.trimEnd())).toBeLessThanOrEqual(columns);
      const visible = (line: string) => line.replaceAll(" ", "");
      expect(visible(lines.join(""))).toBe(visible(text));
      const whole = new Set(charactersOf(text));
      for (const character of lines.flatMap(charactersOf)) expect(whole.has(character)).toBe(true);
      expect(widthOf(fit(text, columns))).toBe(columns);
    }),
    {
      examples: [
        ["\u{1d158}\u{1d165}\u{1d16e}", 2],
        [" !!你", 3],
        ["ab\u2003 cd", 4],
      ],
    },
  );
});

test("lines break at blanks and between ideographs, and long words anywhere", () => {
  expect(wrap("the quick brown fox", 10)).toEqual(["the quick", "brown fox"]);
  expect(wrap("supercalifragilistic", 8)).toEqual(["supercal", "ifragili", "stic"]);
  expect(wrap("你好世界你好", 6)).toEqual(["你好世", "界你好"]);
  expect(wrap("a 👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 4)).toEqual(["a 👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]);
  expect(wrap("", 10)).toEqual([""]);
  expect(truncate("你好世界", 5)).toBe("你好…");
});
