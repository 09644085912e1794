// What the page says from the beginning on; what is loaded behind it has its words in later/. How to add to it:
//
// 1. English is the source: add a key to the section that your part of the page has in en/ (a new section is a new file
//    there and a line in en/catalogue.ts). An entry is a text, or a function of what it is about that gives one; plurals,
//    lists, numbers and times come from the `Format` that a section is given. Whole sentences only, never pieces to glue:
//    other languages order them otherwise. Names go through `foreign`.
// 2. In a component: `const { log } = useWords()`, then `log.loadOlder`. It changes live with the language, so keep no
//    text in state or in the model: keep what it is about (an error, a note), and ask for the words while rendering.
//    Elsewhere (a notification, the title): `language.value`, at the moment of need.
// 3. Say it in the other eight languages as well (languages/, one file each): the compiler names every one that lacks it.
//    Terms agree within a language: look how "room", "enter" and "message" are said in its file.
import type { english } from "./en/catalogue.ts";
import type { Format } from "./format.ts";
import type { LanguageCode } from "./languages.ts";

/** What the page says from the beginning on, in one language. */
export type Catalogue = ReturnType<typeof english>;

/** The catalogue, and what else is said in its language. */
export interface Words extends Catalogue {
  readonly format: Format;
  readonly code: LanguageCode;
}

/**
 * What a language's own file exports as `words`. With the return type written there, the compiler takes neither a key too
 * few nor one too many; a variable of this type would pass with one too many.
 */
export type Translation = (format: Format) => Catalogue;
