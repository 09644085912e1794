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
  // CommonMark wants a space between `**「重要」**` and the next word, which is never typed in Chinese or Japanese.
  [/[‘-‟\u3000-\u303f\uff00-\uff65](?=\*)|(?<=\*)[‘-‟\u3000-\u303f\uff00-\uff65]/g, () => "字"],
];

/** The text for the parser, as long as the one that was typed. */
export function maskText(text: string): string {
  return MASKS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text);
}

function neutral(found: string): string {
  return found.replace(/[^\s\p{L}\p{N}]/gu, "x");
}
