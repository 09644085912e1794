import { JOINED_SCRIPT } from "../protocol/text.ts";

/** Punctuation of Chinese and Japanese. */
const WIDE = "[‘-‟\\u3000-\\u303f\\uff00-\\uff65]";
/** ASCII punctuation, without the marks of emphasis. */
const NARROW = "!-)+-/:-@[-`{-}";
/** Of a face: no brackets, quotation marks or marks of markup. */
const FACE = "[-;:.,@%#&'\"•^<>=+|~$¬°´\\p{So}]";

/**
 * What CommonMark takes for markup and a chat does not. Each part is replaced by as many neutral characters, so that places
 * in the syntax tree are places in the text.
 */
const MASKS: readonly (readonly [pattern: RegExp, mask: (found: string) => string])[] = [
  // A quote wants a space: `>_<`, `>:(` and `>500 came` are text.
  [/^[ \t]*>(?![> \t]*(?:[ \t]|$))[> \t]*/gm, neutral],
  // A rule of stars or dashes is no list in a list in a list.
  [/^[ \t]*([-*+])(?:[ \t]+\1)+[ \t]*$/gm, neutral],
  // Underscores of a name are text: `a__b__`, `__init__.py`, `snake_case`.
  [/(?<![\p{L}\p{N}_])(?:[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)+_*|_[\p{L}\p{N}_]*_(?=[.:/@-][\p{L}\p{N}]))/gu, neutral],
  // Faces: `^_^`, `;_;` and `*_*`.
  [new RegExp(`(?<=${FACE})_+(?=${FACE})|(?<![^\\s(])\\*_+\\*(?![^\\s).,!?])`, "gu"), neutral],
  // CommonMark wants a space between `**(注意)**` and the next word, which is never typed in Chinese or Japanese.
  [
    new RegExp(
      `${JOINED_SCRIPT.source}(?=\\*+[${NARROW}~]|~~[${NARROW}*])|(?<=[${NARROW}~]\\*+|[${NARROW}*]~~)${JOINED_SCRIPT.source}`,
      "gu",
    ),
    (found) => ",".repeat(found.length),
  ],
  // Nor between `**「重要」**` and the next word.
  [
    new RegExp(`${WIDE}(?=\\*+(?![${NARROW}*~])|~~(?![${NARROW}*~]))|(?<=(?<![${NARROW}*~])(?:\\*+|~~))${WIDE}`, "gu"),
    () => "字",
  ],
];

/** The text for the parser, as long as the one that was typed. */
export function maskText(text: string): string {
  return MASKS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text);
}

function neutral(found: string): string {
  return found.replace(/[^\s\p{L}\p{N}]/gu, "x");
}
