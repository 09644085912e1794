import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizeRoomName, normalizeUsername } from "../../../src/protocol/normalize-name.ts";
import { isLongerThan, normalizeMessage, utf8Length } from "../../../src/protocol/text.ts";

const anyText = fc.string({ unit: "binary" });

describe("P5 texts", () => {
  test.each([
    ["bidirectional override", "\u202e"],
    ["bidirectional embedding", "\u202a"],
    ["bidirectional isolate", "\u2066"],
    ["NUL", "\u0000"],
    ["escape", "\u001b"],
    ["delete", "\u007f"],
    ["a C1 control", "\u0085"],
  ])("%s is refused in messages and names", (_what, character) => {
    expect(normalizeMessage(`a${character}b`)).toBeUndefined();
    expect(normalizeUsername(`a${character}b`)).toBeUndefined();
  });

  test.each([
    ["  one line ", "one line"],
    ["\n\n    if (a) {\n      b();\n", "    if (a) {\n      b();"],
    ["\ta\n\tb", "\ta\n\tb"],
    [" \n a \n ", "a"],
  ])("P5.7 %j is stored as %j: the first of several lines keeps its indent", (typed, stored) => {
    expect(normalizeMessage(typed)).toBe(stored);
    expect(normalizeMessage(stored)).toBe(stored);
  });

  test.each([
    ["a family of joined emoji", "👨‍👩‍👧"],
    ["Arabic with a direction mark", "\u200fسلام"],
    ["Hindi with a joiner", "क्‍ष"],
    ["a flag", "🇺🇳"],
    ["punctuation alone", "!?"],
  ])("%s is a message and a name", (_what, text) => {
    expect(normalizeMessage(text)).toBe(text.normalize("NFC"));
    expect(normalizeUsername(text)).toBe(text.normalize("NFC"));
  });

  test.each([
    ["a Hangul filler", "\u3164"],
    ["an empty Braille pattern", "\u2800"],
    ["an Egyptian blank", "\u{13441}"],
    ["zero-width spaces", "\u200b\u200b"],
  ])("P8.16 %s alone is nothing to see, in messages and names", (_what, text) => {
    expect(normalizeMessage(text)).toBeUndefined();
    expect(normalizeUsername(text)).toBeUndefined();
  });

  test.each([
    ["an unassigned code point", "Ada\u0378"],
    ["a noncharacter", "Ada\ufdd0"],
    ["a noncharacter of the last plane", "Ada\u{10ffff}"],
  ])("P8.16 %s is refused in a name, and stays in a message", (_what, text) => {
    expect(normalizeUsername(text)).toBeUndefined();
    expect(normalizeMessage(text)).toBe(text);
  });

  test("P8.16 an emoji that Unicode has only set a place aside for may stand in a name", () => {
    expect(normalizeUsername("Ada \u{1faff}")).toBe("Ada \u{1faff}");
  });

  test("tabs and line breaks are allowed in messages, but not in names", () => {
    expect(normalizeMessage("a\tb\r\nc\rd")).toBe("a\tb\nc\nd");
    for (const text of ["a\tb", "a\nb", "a\u2028b"]) expect(normalizeUsername(text)).toBeUndefined();
  });

  test("normalizing again changes nothing", () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const once = normalizeMessage(raw);
        if (once !== undefined) expect(normalizeMessage(once)).toBe(once);
      }),
    );
  });

  test("a stored text is visible, and has no control or override characters", () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const text = normalizeMessage(raw) ?? "stored nothing";
        expect(text).not.toMatch(/[\p{Cc}--[\t\n]]|[\u202a-\u202e\u2066-\u2069]/v);
        expect(text).toMatch(/[\p{L}\p{N}\p{P}\p{S}]/u);
      }),
    );
  });

  test("length is counted in code points", () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, limit) => {
        expect(isLongerThan(text, limit)).toBe([...text].length > limit);
      }),
    );
  });

  test("utf8Length equals the length from TextEncoder, even with lone surrogates", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
  });
});

describe("P1.1 room names", () => {
  test.each([
    ["lobby", "lobby"],
    ["LOBBY", "lobby"],
    ["0", "0"],
    ["a-b_c-1", "a-b_c-1"],
    ["x".repeat(64), "x".repeat(64)],
  ])("%s names the room %s", (raw, name) => {
    expect(normalizeRoomName(raw)).toBe(name);
  });

  test.each(["", "-a", "_a", "a b", "a.b", "../x", "a/b", "\u0000", "é", "\u212a", "a\n", "x".repeat(65)])(
    "%j names none",
    (raw) => {
      expect(normalizeRoomName(raw)).toBeUndefined();
    },
  );
});
