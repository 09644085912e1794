import { expect, test } from "vitest";
import { addRange, countIn, newestMissing, type Range } from "../../../src/capabilities/search/ranges.ts";
import { snippetOf } from "../../../src/capabilities/search/snippet.ts";

test("P14.3 the newest missing part is next, until nothing is missing", () => {
  let ranges: Range[] = [];
  const taken: Range[] = [];
  for (let head = 10; ; head = 12) {
    const next = newestMissing(ranges, { from: 3, to: head }, 4);
    if (next === undefined) break;
    taken.push(next);
    ranges = addRange(ranges, next);
  }
  expect(taken).toEqual([
    { from: 7, to: 10 },
    { from: 11, to: 12 },
    { from: 3, to: 6 },
  ]);
  expect(ranges).toEqual([{ from: 3, to: 12 }]);
  expect(countIn(ranges, { from: 5, to: 20 })).toBe(8);
});

test("P14.1 a snippet is one line around the first mark, and its marks are where they were", () => {
  const text = `${"before ".repeat(30)}NEEDLE\n${"after 🎉 ".repeat(40)}NEEDLE`;
  const at = text.indexOf("NEEDLE");
  const { marks, snippet } = snippetOf(text, [
    [at, at + 6],
    [text.length - 6, text.length],
  ]);
  expect(snippet).toMatch(/^…before .*NEEDLE after .*…$/u);
  expect(marks.map(([start, end]) => snippet.slice(start, end))).toEqual(["NEEDLE"]);
  expect(snippet.isWellFormed()).toBe(true);
  expect(snippet.length).toBeLessThan(225);
  expect(snippetOf("short", [[0, 5]])).toEqual({ snippet: "short", marks: [[0, 5]] });
});
