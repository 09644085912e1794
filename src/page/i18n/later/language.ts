import { createStore } from "../../model/store.ts";
import { language } from "../language.ts";
import type { LanguageCode } from "../languages.ts";
import type { AllWords, LaterTranslation } from "./catalogue.ts";
import { laterEnglish } from "./en/catalogue.ts";

const TRANSLATIONS: {
  readonly [code in Exclude<LanguageCode, "en">]: () => Promise<{ readonly words: LaterTranslation }>;
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

/** Everything that the page says, in the language that it speaks now. */
export const allWords = createStore<AllWords>(wordsWith(laterEnglish));

/** Resolves when the first language is there. */
export const wordsLoaded = follow();
language.subscribe(() => void follow());

async function follow(): Promise<void> {
  const { code } = language.value;
  const catalogue = await load(code);
  // It may have changed again meanwhile.
  if (code === language.value.code) allWords.set(wordsWith(catalogue));
}

function wordsWith(catalogue: LaterTranslation): AllWords {
  return { ...language.value, ...catalogue(language.value.format) };
}

async function load(code: LanguageCode): Promise<LaterTranslation> {
  if (code === "en") return laterEnglish;
  try {
    return (await TRANSLATIONS[code]()).words;
  } catch {
    // There is no network, and the script was not kept.
    return laterEnglish;
  }
}
