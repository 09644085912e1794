import { useStore } from "../model/store.ts";
import { adminWords } from "./admin-language.ts";
import type { AdminWords } from "./catalogue.ts";

/** All strings of the operator's page, for a component. It renders again when the language changes. */
export function useAdminWords(): AdminWords {
  return useStore(adminWords, ({ value }) => value);
}
