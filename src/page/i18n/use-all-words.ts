import { useStore } from "../model/store.ts";
import type { AllWords } from "./catalogue.ts";
import { allWords } from "./lazy-language.ts";

/** All strings of the page, for a lazy component. It renders again when the language changes. */
export function useAllWords(): AllWords {
  return useStore(allWords, ({ value }) => value);
}
