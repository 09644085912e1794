import { expect, test } from "vitest";
import { isFewEmoji } from "../../../src/markup/parse-markup.ts";

test.each([
  ["🎉", true],
  ["😀😀 😀\n😀😀", true],
  ["👨‍👩‍👧‍👦👍🏽", true],
  ["🇩🇪", true],
  ["1️⃣ ☎️ ❤", true],
  ["😀😀😀😀😀😀", false],
  ["😀 ok", false],
  ["1", false],
  ["#*", false],
  ["©", false],
  [" ", false],
  ["👍".repeat(2_000), false],
])("%j is a few emoji: %s", (text, isFew) => {
  expect(isFewEmoji(text)).toBe(isFew);
});
