import { createStore } from "../model/store.ts";
import type { Catalogue, Translation, Words } from "./catalogue.ts";
import { english } from "./en/first.ts";
import { type Format, formatFor } from "./format.ts";
import { directionOf, type LanguageCode, LOCALES, localeFor, matchLanguage } from "./languages.ts";

/** A script for each language except English, which is bundled. */
export type Translations<Strings> = {
  readonly [code in Exclude<LanguageCode, "en">]: () => Promise<{ readonly words: Translation<Strings> }>;
};

const TRANSLATIONS: Translations<Catalogue> = {
  de: () => import("./de/first.ts"),
  fr: () => import("./fr/first.ts"),
  es: () => import("./es/first.ts"),
  pt: () => import("./pt/first.ts"),
  ar: () => import("./ar/first.ts"),
  hi: () => import("./hi/first.ts"),
  ja: () => import("./ja/first.ts"),
  zh: () => import("./zh/first.ts"),
};

const wordsOf = (catalogue: Translation<Catalogue>, code: LanguageCode, format: Format): Words => ({
  ...catalogue(format),
  code,
  format,
});

/** The first load's strings, in the current language. */
export const language = createStore<Words>(wordsOf(english, "en", formatFor(LOCALES.en)));

/** Counts the choices, so that the last one wins however long each takes to load. */
let choices = 0;

/**
 * Switches the page to a language. The page stays as it is if the language fails to load.
 *
 * @param chosen `undefined` for the browser's preference
 * @param preferred as in `navigator.languages`, the most preferred first
 */
export async function speak(chosen: LanguageCode | undefined, preferred: readonly string[]): Promise<void> {
  choices += 1;
  const choice = choices;
  const code = chosen ?? matchLanguage(preferred);
  const direction = directionOf(code);
  const catalogue = await loadTranslation(code, english, TRANSLATIONS);
  if (catalogue === undefined || choice !== choices) return;
  const { documentElement } = document;
  documentElement.lang = code;
  documentElement.dir = direction;
  language.set(wordsOf(catalogue, code, formatFor(localeFor(code, preferred), direction)));
}

/** Loads a language's strings. @returns `undefined` if the script can't be loaded, offline and not cached */
export async function loadTranslation<Strings>(
  code: LanguageCode,
  source: Translation<Strings>,
  translations: Translations<Strings>,
): Promise<Translation<Strings> | undefined> {
  if (code === "en") return source;
  try {
    return (await translations[code]()).words;
  } catch {
    return undefined;
  }
}
