import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { skeletons } from "../../../src/room/people/skeletons.ts";

/** Milliseconds for the tests that go through all of Unicode, or thousands of names, on a busy machine. */
const LONG_MS = 60_000;

const areAlike = (one: string, other: string) => skeletons(one).some((look) => skeletons(other).includes(look));

describe("P8.10 names are similar", () => {
  test.each([
    ["a Cyrillic а", "аdmin", "admin"],
    ["case", "ADMIN", "admin"],
    ["Greek capitals", "ΑDΜΙΝ", "admin"],
    ["Cherokee capitals", "ᎪᎠMIN", "admin"],
    ["full-width letters", "Ａｄｍｉｎ", "admin"],
    ["letters in circles", "ⓐⓓⓜⓘⓝ", "admin"],
    ["letters in dark boxes", "🅰🅳🅼🅸🅽", "admin"],
    ["letters in dark circles", "🅐🅓🅜🅘🅝", "admin"],
    ["small capitals", "ᴀᴅᴍɪɴ", "admin"],
    ["mathematical letters", "𝓪𝖉𝕞𝒊𝙣", "admin"],
    ["a digit 1 for i", "Adm1n", "admin"],
    ["rn for m", "adrnin", "admin"],
    ["a digit 0 for o", "0wner", "Owner"],
    ["a capital I for l", "AIice", "Alice"],
    ["a capital I for l, beside capitals", "AIICE", "alice"],
    ["a bar for l", "A|ice", "Alice"],
    ["a soft hyphen", "ad\u00admin", "admin"],
    ["a zero-width space", "ad\u200bmin", "admin"],
    ["a variation selector", "admin\ufe0f", "admin"],
    ["a tag character", "admin\u{e0061}", "admin"],
    ["spaces", "Ada  Lovelace", "AdaLovelace"],
    ["a no-break space", "Ada\u00a0Lovelace", "Ada Lovelace"],
    ["punctuation", "a.d-m_i'n!", "admin"],
    ["another hyphen", "Jean‐Luc", "Jean-Luc"],
    ["an emoji for a badge", "Ada ✅", "Ada"],
    ["a sharp s", "Straße", "STRASSE"],
    ["a long s", "Roſe", "Rose"],
    ["a ligature", "oﬃce", "office"],
    ["both forms of an accent", "Zoe\u0308", "Zoë"],
    ["case, in Greek", "ΝΙΚΟΣ", "νικος"],
    ["case, in Cyrillic", "АДМИН", "админ"],
  ])("%s: %s and %s", (_by, one, other) => {
    expect(areAlike(one, other)).toBe(true);
  });

  test(
    "in any case, for every character of Unicode that has one",
    () => {
      for (let code = 0x21; code <= 0x1ffff; code += 1) {
        if (code >= 0xd800 && code <= 0xdfff) continue;
        const name = `x${String.fromCodePoint(code)}`;
        for (const other of [name.toUpperCase(), name.toLowerCase(), name.normalize("NFKC")]) {
          if (!areAlike(name, other)) expect.fail(`${name} (${code.toString(16)}) and ${other}`);
        }
      }
    },
    LONG_MS,
  );
});

describe("P8.10 names are not similar", () => {
  test.each([
    ["Ada", "Ben"],
    ["Ada", "Ada2"],
    ["Zoe", "Zoë"],
    ["Ян", "Ян2"],
    ["Ян", "Иван"],
    ["Nina", "Viva"],
    ["王伟", "王芳"],
    ["さくら", "サクラ"],
    ["محمد", "أحمد"],
    ["🎉", "🌸"],
    ["...", "!!!"],
  ])("%s and %s", (one, other) => {
    expect(areAlike(one, other)).toBe(false);
  });
});

test(
  "P8.10 a name has one or two skeletons, each of which is similar to the name",
  () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        const looks = skeletons(name);
        expect([1, 2]).toContain(looks.length);
        for (const look of looks) expect(skeletons(look)).toContain(look);
      }),
      { numRuns: 2_000 },
    );
  },
  LONG_MS,
);
