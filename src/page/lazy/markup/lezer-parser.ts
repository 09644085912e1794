import {
  Autolink,
  type BlockContext,
  type BlockParser,
  type InlineParser,
  type MarkdownConfig,
  type MarkdownParser,
  parser,
} from "@lezer/markdown";
import { isWithinWord } from "../../../protocol/text.ts";

/**
 * What a chat has no use for, and shows as it was typed: headings, rules, indented code, references, `&entities;`. Line
 * breaks are kept as they are, without a mark for them.
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
 * CommonMark lets a line that follows a quote or a list item belong to it. In a chat that line is the answer to the
 * quote, so it begins anew.
 */
function endLazyLines(): BlockParser {
  const indents = new WeakMap<BlockContext, number>();
  return {
    name: "EndLazyLines",
    before: "FencedCode",
    // Comes along at the first line of every block, and takes none.
    parse(context, line) {
      indents.set(context, line.baseIndent);
      return false;
    },
    endLeaf: (context, line) => line.baseIndent < (indents.get(context) ?? 0),
  };
}

const ASTERISK = 42;

/** CommonMark makes the 3 of `2*3*4` emphatic. An asterisk in the midst of a word or a number is one. */
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

/** Markdown as a chat has it. It gives a tree of marks with their places in the text, and never any markup. */
export const chatParser: MarkdownParser = parser.configure([
  Autolink,
  { remove: NOT_IN_CHAT, parseBlock: [endLazyLines()], parseInline: [asteriskInWord], defineNodes: ["Mention"] },
]);

/**
 * Keeps names from being read as markup.
 *
 * @param places where each begins, with where it ends
 */
export function mentionsAt(places: ReadonlyMap<number, number>): MarkdownConfig {
  const mention: InlineParser = {
    name: "Mention",
    before: "Escape",
    parse(context, _next, position) {
      const end = places.get(position);
      return end === undefined ? -1 : context.addElement(context.elt("Mention", position, end));
    },
  };
  return { parseInline: [mention] };
}
