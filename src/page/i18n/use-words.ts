import { useStore } from "../model/store.ts";
import type { Words } from "./catalogue.ts";
import { language } from "./language.ts";

/** The first load's strings, for a component. It renders again when the language changes. */
export function useWords(): Words {
  return useStore(language, ({ value }) => value);
}
