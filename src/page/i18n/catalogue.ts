// The page's strings: a folder per language, with three files each. `first.ts` holds the strings of the first load, `lazy.ts`
// those of the parts that load after it, and `admin.ts` those of the operator's page. To add a string:
//
// 1. Add a key to en/first.ts or en/lazy.ts, depending on which part of the page shows it. An entry is a text, or a function
//    that returns one. Plurals, lists, numbers and times come from `Format`. Write whole sentences, never pieces to join:
//    other languages order them differently. Wrap names in `foreign`.
// 2. In a component of the first load, call `useWords()`; in a lazy one, `useAllWords()`. The strings change live with the
//    language, so don't keep them in state or in the model: keep the error or note, and look its text up when you render.
//    Outside of components, read `language.value` when you need it.
// 3. Translate it in the other eight folders: the compiler names every one that lacks it. Keep each language's terms for
//    "room", "join", "mute" and so on consistent.
import type { adminEnglish } from "./en/admin.ts";
import type { english } from "./en/first.ts";
import type { lazyEnglish } from "./en/lazy.ts";
import type { Format } from "./format.ts";
import type { LanguageCode } from "./languages.ts";

/** The strings of the first load, in one language. */
export type Catalogue = ReturnType<typeof english>;

/** The strings of the lazy part, in one language. */
export type LazyCatalogue = ReturnType<typeof lazyEnglish>;

/** The operator's page's own strings, in one language. */
export type AdminCatalogue = ReturnType<typeof adminEnglish>;

/** The first load's strings, with their language and its formats. */
export interface Words extends Catalogue {
  readonly format: Format;
  readonly code: LanguageCode;
}

/** All strings of the page, in one language. */
export interface AllWords extends Words, LazyCatalogue {}

/** All strings of the operator's page, in one language: the chat page's, and its own. */
export interface AdminWords extends AllWords, AdminCatalogue {}

/**
 * The `words` that a language's file exports. Each file writes `Catalogue` or `LazyCatalogue` as the return type: only then
 * does the compiler reject a surplus key as well as a missing one.
 */
export type Translation<Strings> = (format: Format) => Strings;
