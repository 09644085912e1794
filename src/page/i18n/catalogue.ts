// Everything that the page says. How to add to it:
//
// 1. English is the source: add a key to the section that your part of the page has in en/ (a new section is a new file
//    there and a line in en/catalogue.ts). An entry is a text, or a function of what it is about that gives one; plurals,
//    lists, numbers and times come from the `Format` that a section is given. Whole sentences only, never pieces to glue:
//    other languages order them otherwise. Names go through `foreign`.
// 2. In a component: `const { log } = useWords()`, then `log.loadOlder`. It changes live with the language, so keep no
//    text in state or in the model: keep what it is about (an error, a note), and ask for the words while rendering.
//    Elsewhere (a notification, the title): `language.value`, at the moment of need.
// 3. The other languages are in languages/, one file each. Until 10:40 add English keys only: what a language lacks is shown
//    in English, and translated in one go (all eight by one hand, so that the terms agree). From then on the check is
//    strict, and whoever adds a key says it in all nine.
import type { english } from "./en/catalogue.ts";
import type { Format } from "./format.ts";

/** Everything that the page says, in one language. */
export type Catalogue = ReturnType<typeof english>;

/** The catalogue, and what else is said in its language. */
export interface Words extends Catalogue {
  readonly format: Format;
}

/** A language's own file. */
export type Translation = (format: Format) => { readonly [Section in keyof Catalogue]?: Partial<Catalogue[Section]> };
