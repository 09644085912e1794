import { createStore } from "../model/store.ts";
import type { AllWords, LazyCatalogue, Translation } from "./catalogue.ts";
import { lazyEnglish } from "./en/lazy.ts";
import { followTranslation } from "./follow-translation.ts";
import { language, type Translations } from "./language.ts";

const TRANSLATIONS: Translations<LazyCatalogue> = {
  de: () => import("./de/lazy.ts"),
  fr: () => import("./fr/lazy.ts"),
  es: () => import("./es/lazy.ts"),
  pt: () => import("./pt/lazy.ts"),
  ar: () => import("./ar/lazy.ts"),
  hi: () => import("./hi/lazy.ts"),
  ja: () => import("./ja/lazy.ts"),
  zh: () => import("./zh/lazy.ts"),
};

/** All strings of the page, in the current language. */
export const allWords = createStore<AllWords>(wordsWith(lazyEnglish));

/** Resolves when the first language has loaded. */
export const wordsLoaded = followTranslation(lazyEnglish, TRANSLATIONS, (catalogue) =>
  allWords.set(wordsWith(catalogue)),
);

function wordsWith(catalogue: Translation<LazyCatalogue>): AllWords {
  return { ...language.value, ...catalogue(language.value.format) };
}
