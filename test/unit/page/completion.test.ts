import { expect, test } from "vitest";
import { completionAt, shortcodeBefore } from "../../../src/page/lazy/composer/completion.ts";

/** Where the caret is, stands a `|`. */
function at(typed: string) {
  const caret = typed.indexOf("|");
  return completionAt(typed.replace("|", ""), caret);
}

test.each([
  ["@|", { kind: "person", from: 0, to: 1, query: "" }],
  ["hello @ad| there", { kind: "person", from: 6, to: 9, query: "ad" }],
  ["@Ada Lo|", { kind: "person", from: 0, to: 7, query: "Ada Lo" }],
  ["(@مر|", { kind: "person", from: 1, to: 4, query: "مر" }],
  ["さん@田|", { kind: "person", from: 2, to: 4, query: "田" }],
  [":sm|", { kind: "emoji", from: 0, to: 3, query: "sm" }],
  ["so :+1|", { kind: "emoji", from: 3, to: 6, query: "+1" }],
  ["so :grün|", { kind: "emoji", from: 3, to: 8, query: "grün" }],
  [":笑|", { kind: "emoji", from: 0, to: 2, query: "笑" }],
  ["@Ada :sm|", { kind: "emoji", from: 5, to: 8, query: "sm" }],
])("%j can be completed", (typed, completion) => {
  expect(at(typed)).toEqual(completion);
});

test.each([
  "|@ada",
  "ada@example|",
  "@ ada|",
  "@ada\nlovelace|",
  ":D|",
  ":|",
  "10:30|",
  "https://example|",
  "note: that|",
  "a::b|",
  `@${"x".repeat(80)}|`,
])("%j is nothing to complete", (typed) => {
  expect(at(typed)).toBeUndefined();
});

test("a shortcode ends with its second colon", () => {
  expect(shortcodeBefore("so :smile:", 10)).toEqual({ from: 3, shortcode: "smile" });
  expect(shortcodeBefore(":+1:", 4)).toEqual({ from: 0, shortcode: "+1" });
  expect(shortcodeBefore("at 10:30:", 9)).toBeUndefined();
  expect(shortcodeBefore("http://a:80:", 12)).toBeUndefined();
  expect(shortcodeBefore(":not one:", 9)).toBeUndefined();
});
