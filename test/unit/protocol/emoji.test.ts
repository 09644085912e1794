import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { parseV1 } from "../../../src/protocol/parse-v1.ts";

const react = (emoji: string) =>
  parseV1(JSON.stringify({ type: "reaction", id: "1", target: 1, emoji, on: true }), DEFAULT_LIMITS);

test.each([
  ["a heart", "\u2764", "\u2764\ufe0f"],
  ["a thumb with a needless selector", "\u{1f44d}\ufe0f", "\u{1f44d}"],
  ["a keycap", "1\u20e3", "1\ufe0f\u20e3"],
  ["a flag of two parts", "\u{1f3f3}\u200d\u{1f308}", "\u{1f3f3}\ufe0f\u200d\u{1f308}"],
  ["a finger with a skin tone", "\u261d\ufe0f\u{1f3fd}", "\u261d\u{1f3fd}"],
])("P3.24 %s is one emoji, with or without variation selectors", (_what, sent, stored) => {
  for (const emoji of [sent, stored]) expect(react(emoji)).toMatchObject({ ok: true, value: { emoji: stored } });
});

test.each([
  ["two emoji", "\u{1f44d}\u{1f44d}"],
  ["an emoji and a letter", "\u{1f44d}a"],
  ["a digit", "1"],
  ["a digit that pretends to be an emoji", "1\ufe0f"],
  ["a symbol without an emoji form", "\u2605"],
  ["half a flag", "\u{1f1e9}"],
  ["nothing but a selector", "\ufe0f"],
])("P3.24 %s is rejected with bad_emoji", (_what, emoji) => {
  expect(react(emoji)).toMatchObject({ ok: false, error: { code: "bad_emoji" } });
});

test("P3.24 a code point that is set aside for a future emoji is one", () => {
  expect(react("\u{1faff}")).toMatchObject({ ok: true });
});
