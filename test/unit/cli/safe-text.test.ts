import fc from "fast-check";
import { expect, test } from "vitest";
import { safeJson, safeLine, safeLines } from "../../../cli/text/safe-text.ts";

/** What a terminal may obey: controls, and the controls of direction that reach beyond their text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the point
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Texts with many of them, of any code units. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(
        "\u001b[2J",
        "\u001b]0;title\u0007",
        "\u009b1A",
        "\u009d0;t\u009c",
        "\u001bP1$q\u001b\\",
        "\r",
        "\b",
        "\u202e",
      ),
    ),
  )
  .map((parts) => parts.join(""));

test("no text of another user has anything that a terminal obeys", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(safeLine(text)).not.toMatch(DANGEROUS);
      expect(safeLine(text).isWellFormed()).toBe(true);
      for (const line of safeLines(text)) expect(line).not.toMatch(DANGEROUS);
      const json = safeJson({ text });
      expect(json).not.toMatch(DANGEROUS);
      expect(JSON.parse(json)).toEqual({ text });
    }),
  );
});

test("controls are shown, and everything else stays as it is", () => {
  expect(safeLine("a\u001b[31mred\u0007\u009b\u007f")).toBe("a␛[31mred␇\ufffd␡");
  expect(safeLines("one\ttab\r\ntwo\nthree")).toEqual(["one    tab", "two", "three"]);
  for (const text of ["👩‍👩‍👧 🇩🇪", "你好", "مرحبا\u200f", "e\u0301"]) expect(safeLine(text)).toBe(text);
});
