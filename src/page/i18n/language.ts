import { createStore } from "../model/store.ts";
import type { Translation, Words } from "./catalogue.ts";
import { english } from "./en/catalogue.ts";
import { type Format, formatFor } from "./format.ts";
import { LANGUAGES, type LanguageCode, localeFor, matchLanguage } from "./languages.ts";

/** Where the other languages are. Each is a script of its own, which is loaded when it is chosen. */
const TRANSLATIONS: {
  readonly [code in Exclude<LanguageCode, "en">]: () => Promise<{ readonly words: Translation }>;
} = {
  de: () => import("./languages/de.ts"),
  fr: () => import("./languages/fr.ts"),
  es: () => import("./languages/es.ts"),
  pt: () => import("./languages/pt.ts"),
  ar: () => import("./languages/ar.ts"),
  hi: () => import("./languages/hi.ts"),
  ja: () => import("./languages/ja.ts"),
  zh: () => import("./languages/zh.ts"),
};

const wordsOf = (catalogue: Translation, code: LanguageCode, format: Format): Words => ({
  ...catalogue(format),
  code,
  format,
});

/** What the page says, in the language that it speaks now. */
export const language = createStore<Words>(wordsOf(english, "en", formatFor(LANGUAGES.en.locale)));

/** Counts the choices: the last one counts, however long each takes to load. */
let choices = 0;

/**
 * Lets the page speak a language. It stays as it is when the language cannot be loaded.
 *
 * @param chosen `undefined` for the one that the browser prefers
 * @param preferred as in `navigator.languages`, the dearest first
 */
export async function speak(chosen: LanguageCode | undefined, preferred: readonly string[]): Promise<void> {
  choices += 1;
  const choice = choices;
  const code = chosen ?? matchLanguage(preferred);
  const { direction } = LANGUAGES[code];
  const catalogue = await load(code);
  if (catalogue === undefined || choice !== choices) return;
  const { documentElement } = document;
  documentElement.lang = code;
  documentElement.dir = direction;
  language.set(wordsOf(catalogue, code, formatFor(localeFor(code, preferred), direction)));
}

async function load(code: LanguageCode): Promise<Translation | undefined> {
  if (code === "en") return english;
  try {
    return (await TRANSLATIONS[code]()).words;
  } catch {
    // There is no network, and the script was not kept.
    return undefined;
  }
}
