import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalizeUsername } from "../../../src/protocol/normalize-name.ts";
import { canBeToldApart, skeletons } from "../../../src/room/people/skeletons.ts";

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

  test("in any case, for every character of Unicode that has one", () => {
    for (let code = 0x21; code <= 0x1ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const name = `x${String.fromCodePoint(code)}`;
      for (const other of [name.toUpperCase(), name.toLowerCase(), name.normalize("NFKC")]) {
        if (!areAlike(name, other)) expect.fail(`${name} (${code.toString(16)}) and ${other}`);
      }
    }
  });
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

describe("P8.24 names that share a skeleton", () => {
  test.each([
    ["Ciara", "Clara"],
    ["Ian", "Lan"],
    ["Ilse", "Lise"],
    ["Anna L", "Anna I"],
    ["Mario", "Marlo"],
    ["Elia", "ella"],
    ["Jean-Lou", "Jean-Iou"],
  ])("%s and %s are told apart: one script, and drawn differently", (one, other) => {
    expect(areAlike(one, other)).toBe(true);
    expect(canBeToldApart(one, other)).toBe(true);
    expect(canBeToldApart(other, one)).toBe(true);
  });

  test.each([
    ["by case alone", "Ada", "ADA"],
    ["by punctuation alone", "Ada L.", "Ada-L"],
    ["a capital I for an l", "AIice", "Alice"],
    ["a capital I for an l at its start", "lan", "Ian"],
    ["a digit", "C1ara", "Ciara"],
    ["a digit beside another letter", "Clar4 1", "Clar4 i"],
    ["another script", "Сiara", "Clara"],
    ["an emoji", "Clara ✓", "Ciara"],
    ["rn for m", "Arnac", "Amac"],
    ["a line below a letter", "A\u0332da", "Ada"],
    ["a mark of another script", "Ada\u0941", "Ada"],
  ])("are not told apart if what differs is %s: %s and %s", (_what, one, other) => {
    expect(canBeToldApart(one, other)).toBe(false);
    expect(canBeToldApart(other, one)).toBe(false);
  });
});

describe("P8.16 names are similar", () => {
  test.each([
    ["a Brahmi number joiner", "Ada\u{1107f}", "Ada"],
    ["a Tifinagh joiner", "Ada\u2d7f", "Ada"],
    ["a Tifinagh joiner, within its own script", "ⵣⵉⵔⵉ\u2d7f", "ⵣⵉⵔⵉ"],
    ["an Egyptian full blank", "Ada\u{13441}", "Ada"],
    ["an Egyptian mirror mark", "A\u{13440}da", "Ada"],
    ["a Khitan filler", "Ada\u{16fe4}", "Ada"],
    ["an empty Braille pattern, beside a symbol", "★\u2800", "★"],
    ["a Hangul filler", "Ada\u3164", "Ada"],
    ["an annotation anchor, beside a symbol", "★\ufff9", "★"],
    ["an unassigned code point", "Ada\u0378", "Ada"],
    ["an unassigned code point, beside a symbol", "★\u0378", "★"],
    ["a mark of another script", "Ada\u0941", "Ada"],
    ["a line below", "A\u0332d\u0332a\u0332", "Ada"],
    ["a stroke", "A\u0336da", "Ada"],
    ["a keycap", "A\u20e3da", "Ada"],
    ["a mark on an emoji", "🎉\u0323", "🎉"],
    ["a stretched word", "محـمـد", "محمد"],
  ])("by %s: %s and %s", (_by, one, other) => {
    expect(areAlike(one, other)).toBe(true);
  });

  test("a mark of another script that takes up space tells no names apart", () => {
    for (const name of ["Ada\u0903", "A\u0903da", "Ada\u0bbe", "Ada\u17b6"]) expect(areAlike(name, "Ada")).toBe(true);
    expect(areAlike("राम", "रम")).toBe(false);
  });

  test("whatever invisible character is added, of all that Unicode has", () => {
    // What a font draws as nothing: ignorable, a control, unassigned, or a mark of a script that the name is not in.
    const invisible =
      /(?!\p{Extended_Pictographic})[\p{Default_Ignorable_Code_Point}\p{C}\u2800\u2d7f\u{1107f}\u{13430}-\u{13442}]/u;
    for (let code = 0x21; code <= 0x10ffff; code += code === 0x323af ? 0xadc51 : 1) {
      const character = String.fromCodePoint(code);
      if (!invisible.test(character) && !/(?!\p{sc=Inherited})\p{Mn}/u.test(character)) continue;
      if (!character.isWellFormed()) continue;
      if (!areAlike(`Ben${character}`, "Ben")) expect.fail(`Ben and U+${code.toString(16)}`);
    }
  });
});

describe("P8.16 a mark of the name's own script tells names apart", () => {
  test.each([
    ["in Hindi", "राम", "रामु"],
    ["in Arabic", "عَلم", "عُلم"],
    ["in Hebrew", "שִׁיר", "שׁוּר"],
    ["in Thai", "กิ", "กู"],
    ["in Japanese", "かき", "がぎ"],
    ["in Vietnamese", "Bảo", "Bão"],
    ["in French", "Loïc", "Loic"],
    ["in Italian", "Nicolì", "Nicoli"],
    ["in Cyrillic", "Андрей", "Андреи"],
    ["in Norwegian", "Bjørn", "Bjorn"],
    ["in Yoruba", "Ọlá", "Ola"],
    ["in Burmese", "ဝိ", "ဝု"],
  ])("%s: %s and %s", (_in, one, other) => {
    expect(areAlike(one, other)).toBe(false);
  });
});

test("P8.10 a name has one or two skeletons, the same in each normalization form, and none is empty", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (raw) => {
      const name = normalizeUsername(raw);
      fc.pre(name !== undefined);
      const looks = skeletons(name);
      expect([1, 2]).toContain(looks.length);
      expect(looks).not.toContain("");
      for (const form of ["NFC", "NFD", "NFKC", "NFKD"]) expect(skeletons(name.normalize(form))).toEqual(looks);
    }),
    { numRuns: 2_000 },
  );
});
