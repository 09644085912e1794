import { expect, test } from "vitest";
import { localeFor, matchLanguage } from "../../../src/page/i18n/languages.ts";

test.each([
  [["de-AT", "en"], "de"],
  [["zh-CN"], "zh"],
  [["zh-Hant-TW"], "zh"],
  [["pt-BR"], "pt"],
  [["pt-PT"], "pt"],
  [["AR-eg"], "ar"],
  [["nl", "fr-CA", "de"], "fr"],
  [["nl", "sv"], "en"],
  [["not a language", "*", "", "ja"], "ja"],
  [["constructor", "toString"], "en"],
  [[], "en"],
])("whose browser prefers %j reads %s", (preferred, code) => {
  expect(matchLanguage(preferred)).toBe(code);
});

test.each([
  ["en", ["en-US", "en-GB"], "en-US"],
  ["en", ["de-CH"], "en-GB"],
  ["de", ["en", "de-CH"], "de-CH"],
  ["pt", ["pt-PT"], "pt-PT"],
  ["pt", [], "pt-BR"],
  // The page is written in simplified characters, and its dates would be in the others.
  ["zh", ["zh-TW"], "zh-CN"],
  ["zh", ["zh-SG"], "zh-SG"],
] as const)("%s for %j follows the ways of %s", (code, preferred, locale) => {
  expect(localeFor(code, preferred)).toBe(locale);
});
