import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { print, tell } from "../../../cli/text/print.ts";
import { safeJson, safeLine, safeLines } from "../../../cli/text/safe-text.ts";

/** What a terminal may obey: controls, and the controls of direction that reach beyond their text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the point
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufff9-\ufffb]/u;

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
        "\ufff9",
        "\u{e0041}",
        "\u0301".repeat(20),
      ),
    ),
  )
  .map((parts) => parts.join(""));

test("no text of another user has anything that a terminal obeys", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(safeLine(text)).not.toMatch(DANGEROUS);
      expect(safeLine(text).isWellFormed()).toBe(true);
      expect(safeLine(text)).not.toMatch(/\p{Mn}{9}/u);
      expect(safeLine(safeLine(text))).toBe(safeLine(text));
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
  for (const text of ["👩‍👩‍👧 🇩🇪", "你好", "مرحبا\u200f", "e\u0301", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]) expect(safeLine(text)).toBe(text);
});

test("nothing is printed that a terminal obeys", () => {
  const written: string[] = [];
  const note = (chunk: unknown) => written.push(String(chunk)) > 0;
  const spies = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  for (const spy of spies) spy.mockImplementation(note);
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  fc.assert(
    fc.property(hostile, (text) => {
      written.length = 0;
      print(text);
      tell(text);
      expect(written).toHaveLength(2);
      for (const lines of written) expect(lines.replaceAll("\n", "")).not.toMatch(DANGEROUS);
    }),
  );
});

test("marks don't pile up, and tags hide nothing", () => {
  expect(safeLine(`z${"\u0301".repeat(299)}!`)).toBe(`z${"\u0301".repeat(8)}!`);
  expect(safeLine("a\u{e0068}\u{e0069}b")).toBe("a\ufffdb");
  expect(safeLine("a\ufff9b\u2028c")).toBe("a\ufffdb c");
});
