import {
  type BlockContext,
  type BlockParser,
  type InlineParser,
  type MarkdownConfig,
  type MarkdownParser,
  parser,
  Strikethrough,
} from "@lezer/markdown";
import { isWithinWord } from "../protocol/text.ts";

/**
 * Markdown that a chat does not use and shows as typed: headings, rules, indented code, references, `&entities;`. Line
 * breaks stay as they are.
 */
const NOT_IN_CHAT = [
  "IndentedCode",
  "HorizontalRule",
  "ATXHeading",
  "SetextHeading",
  "HTMLBlock",
  "LinkReference",
  "Entity",
  "HardBreak",
];

/**
 * Ends a quote or a list item at the next line without its mark. CommonMark continues them; in a chat that line is the
 * answer to the quote.
 */
function endLazyLines(): BlockParser {
  const indents = new WeakMap<BlockContext, number>();
  return {
    name: "EndLazyLines",
    before: "FencedCode",
    // Only records the indent of each block's first line.
    parse(context, line) {
      indents.set(context, line.baseIndent);
      return false;
    },
    endLeaf: (context, line) => line.baseIndent < (indents.get(context) ?? 0),
  };
}

const ASTERISK = 42;

/** Keeps an asterisk within a word or a number literal. CommonMark makes the 3 of `2*3*4` emphatic. */
const asteriskInWord: InlineParser = {
  name: "AsteriskInWord",
  before: "Emphasis",
  parse(context, next, position) {
    if (next !== ASTERISK) return -1;
    let end = position + 1;
    while (context.char(end) === ASTERISK) end += 1;
    return isWithinWord(context.slice(position - 1, position), context.slice(end, end + 1)) ? end : -1;
  },
};

/** A chat's Markdown. It produces a syntax tree with positions, never HTML. */
export const chatParser: MarkdownParser = parser.configure([
  Strikethrough,
  { remove: NOT_IN_CHAT, parseBlock: [endLazyLines()], parseInline: [asteriskInWord], defineNodes: ["Mention"] },
]);

/** A mention or an address that was found in the text. */
export interface Place {
  readonly name: "Mention" | "URL";
  readonly to: number;
}

/**
 * Keeps mentioned names and addresses from being parsed as markup.
 *
 * @param places by their start
 */
export function placesAt(places: ReadonlyMap<number, Place>): MarkdownConfig {
  const place: InlineParser = {
    name: "Place",
    before: "Escape",
    parse(context, _next, position) {
      const found = places.get(position);
      return found === undefined ? -1 : context.addElement(context.elt(found.name, position, found.to));
    },
  };
  return { parseInline: [place] };
}
