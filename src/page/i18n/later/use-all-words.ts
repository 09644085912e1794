import { useStore } from "../../model/use-store.ts";
import type { AllWords } from "./catalogue.ts";
import { allWords } from "./language.ts";

/** Everything that the page says. A component that asks is rendered anew when the language changes. */
export function useAllWords(): AllWords {
  return useStore(allWords, ({ value }) => value);
}
