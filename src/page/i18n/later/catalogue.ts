// What is said by what is loaded behind the page (later/parts.ts): added to as ../catalogue.ts tells, but here, so that it
// keeps nobody from talking. In a component of that kind: `const { actions } = useAllWords()`.
import type { Words } from "../catalogue.ts";
import type { Format } from "../format.ts";
import type { laterEnglish } from "./en/catalogue.ts";

/** What is said there, in one language. */
export type LaterCatalogue = ReturnType<typeof laterEnglish>;

/** Everything that the page says, in one language. */
export interface AllWords extends Words, LaterCatalogue {}

/** What a language's own file exports as `words`; see `Translation`. */
export type LaterTranslation = (format: Format) => LaterCatalogue;
