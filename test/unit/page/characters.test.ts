import { expect, test } from "vitest";
import { cleanText } from "../../../src/page/model/clean-text.ts";
import { firstCharacters } from "../../../src/page/ui/characters.ts";
import { normalizeMessage } from "../../../src/protocol/text.ts";

test.each([
  ["👨‍👩‍👧‍👦👋🏽a", 2, "👨‍👩‍👧‍👦👋🏽"],
  ["e\u0301a", 1, "e\u0301"],
  ["ab", 5, "ab"],
  ["", 1, ""],
])("of %j, the first %i characters are %j: none is cut in half", (text, count, first) => {
  expect(firstCharacters(text, count)).toBe(first);
});

test.each([
  ["a copied phone number", "\u202a+49 151 2345678\u202c", "+49 151 2345678"],
  ["a line break of PowerPoint", "one\vtwo", "one\ntwo"],
  ["a page break of a PDF", "one\ftwo", "one\ntwo"],
  ["the colors of a terminal", "\u001b[32mok\u001b[0m", "ok"],
  ["a link of a terminal", "\u001b]8;;https://x.example\u001b\\docs\u001b]8;;\u001b\\", "docs"],
  ["the title of a terminal", "\u001b]0;~\u0007$ ls", "$ ls"],
  ["the end of a terminal's bold text", "bold\u001b(B\u001b[m", "bold"],
  ["the isolates around a name", "\u2068Ada\u2069 joined", "Ada joined"],
  ["a NUL", "a\0b", "ab"],
])("%s is sent without what nobody sees", (_what, pasted, sent) => {
  expect(cleanText(pasted)).toBe(sent);
  expect(normalizeMessage(sent)).toBe(sent);
});

test("text with direction marks that a room takes stays as it is", () => {
  expect(cleanText("\u200fسلام\u200e \u061c")).toBe("\u200fسلام\u200e \u061c");
});
