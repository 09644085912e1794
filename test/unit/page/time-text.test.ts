import { expect, test } from "vitest";
import { clockText, durationText } from "../../../src/page/i18n/time-text.ts";
import { ENGLISH } from "./english.ts";

test.each([
  [0, "0 seconds"],
  [1_000, "1 second"],
  [90_000, "90 seconds"],
  [120_000, "2 minutes"],
  [3_600_000, "1 hour"],
  [7 * 86_400_000, "7 days"],
])("a duration of %d ms is %s", (ms, text) => {
  expect(durationText(ENGLISH, ms)).toBe(text);
});

test.each([
  [59_000, "0:59"],
  [3_599_000, "59:59"],
  [3_600_000, "1:00:00"],
  [21_665_000, "6:01:05"],
])("a clock shows %d ms as %s", (ms, text) => {
  expect(clockText(ms)).toBe(text);
});
