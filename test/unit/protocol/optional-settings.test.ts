import * as v from "valibot";
import { expect, test } from "vitest";
import { optionalSettings } from "../../../src/protocol/optional-settings.ts";

test("P18.10 a title or a topic has at most four combining marks on a character", () => {
  const settings = v.object(optionalSettings);
  const of = (marks: number) => `R${"\u0323".repeat(marks)}oses`;
  for (const key of ["title", "topic"]) {
    expect(v.is(settings, { [key]: of(4) })).toBe(true);
    expect(v.is(settings, { [key]: of(20) })).toBe(false);
  }
});

test("P18.10 joiners and variation selectors between the marks make no room for more of them", () => {
  const { title } = optionalSettings;
  for (const joiner of ["\u200c", "\u200d", "\u2060", "\ufe0f"]) {
    expect(v.is(title, `a${`\u030d\u030e\u030f\u0310${joiner}`.repeat(12)}`), joiner).toBe(false);
    expect(v.is(title, `a${`${joiner}\u0323`.repeat(5)}`), joiner).toBe(false);
  }
});

test("P18.10 a title can have emoji, and words of scripts that need joiners and marks", () => {
  const titles = [
    "👨‍👩‍👧‍👦❤️‍🔥🏳️‍🌈🏴‍☠️👩🏽‍❤️‍💋‍👨🏻1️⃣2️⃣3️⃣4️⃣5️⃣",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "می\u200cخواهم کتاب\u200cهایم",
    "क्\u200dष र्\u200dय श्र्\u200cय स्त्र्यर्थ",
    "അവന്\u200d പാല്\u200d",
    "Tiếng Việt",
    "ผู้ใหญ่ น้ำ",
    "בְּרֵאשִׁית",
  ];
  expect(titles.filter((text) => !v.is(optionalSettings.title, text))).toEqual([]);
});
