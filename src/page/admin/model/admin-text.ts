import { adminWords } from "../../i18n/admin-language.ts";
import type { AdminWords } from "../../i18n/catalogue.ts";
import type { Success } from "../../lazy/model/dialogs-state.ts";

/** The words of an outcome, from the strings of this page. They are those of the moment, as the toast is. */
export function adminText(select: (words: AdminWords) => string): Success {
  return () => select(adminWords.value);
}
