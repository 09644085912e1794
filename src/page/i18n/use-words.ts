import { useStore } from "../model/use-store.ts";
import type { Words } from "./catalogue.ts";
import { language } from "./language.ts";

/** What the page says, in the language that it speaks now. A component that asks is rendered anew when that changes. */
export function useWords(): Words {
  return useStore(language, ({ value }) => value);
}
