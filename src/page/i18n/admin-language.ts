import { createStore } from "../model/store.ts";
import type { AdminCatalogue, AdminWords, Translation } from "./catalogue.ts";
import { adminEnglish } from "./en/admin.ts";
import { followTranslation } from "./follow-translation.ts";
import { language, type Translations } from "./language.ts";
import { allWords } from "./lazy-language.ts";

const TRANSLATIONS: Translations<AdminCatalogue> = {
  de: () => import("./de/admin.ts"),
  fr: () => import("./fr/admin.ts"),
  es: () => import("./es/admin.ts"),
  pt: () => import("./pt/admin.ts"),
  ar: () => import("./ar/admin.ts"),
  hi: () => import("./hi/admin.ts"),
  ja: () => import("./ja/admin.ts"),
  zh: () => import("./zh/admin.ts"),
};

/** All strings of the operator's page, in the current language. */
export const adminWords = createStore<AdminWords>(wordsWith(adminEnglish));

let catalogue: Translation<AdminCatalogue> = adminEnglish;
// The strings that it shares with the chat page load by themselves.
allWords.subscribe(() => adminWords.set(wordsWith(catalogue)));

/** Resolves when the first language has loaded. */
export const adminWordsLoaded = followTranslation(adminEnglish, TRANSLATIONS, (loaded) => {
  catalogue = loaded;
  adminWords.set(wordsWith(loaded));
});

function wordsWith(strings: Translation<AdminCatalogue>): AdminWords {
  return { ...allWords.value, ...strings(language.value.format) };
}
