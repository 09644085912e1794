import * as fc from "fast-check";
import { expect, test } from "vitest";
import { chatParser } from "../../../src/markup/lezer-parser.ts";
import type { MarkupBlock, MarkupInline } from "../../../src/markup/nodes.ts";
import { MAX_DEPTH, MAX_ELEMENTS, parseMarkup } from "../../../src/markup/parse-markup.ts";
import { MAX_MESSAGE_CHARACTERS } from "../../../src/protocol/limits.ts";

type Node = MarkupBlock | MarkupInline;

/** What a node's children are. */
function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "list":
      return node.items.flatMap(({ blocks }) => blocks);
    case "code":
    case "mention":
    case "place":
      return [];
    default:
      return "children" in node ? node.children : [];
  }
}

/** The visible part of a node: its text, and the address that a label leads to. */
function seen(node: Node): string {
  if (node.kind === "place") return "";
  if (node.kind === "code") return `${"language" in node ? node.language : ""}${node.text}`;
  if ("text" in node) return node.text;
  const inside = childrenOf(node).map(seen).join("");
  return node.kind === "link" && !node.isBare ? `${inside}${node.href}` : inside;
}

const elementsIn = (node: Node): number =>
  (node.kind === "text" ? 0 : node.kind === "list" ? node.items.length : 1) +
  childrenOf(node).reduce((sum, child) => sum + elementsIn(child), 0);

/** How many elements stand in each other, at most. */
const depthOf = (node: Node): number =>
  (node.kind === "text" ? 0 : 1) + Math.max(0, ...childrenOf(node).map((child) => depthOf(child)));

/** All that can be part of markup, and some words. The address is written as a browser writes it. */
const PIECES = [
  ..."*_`>[](){}<>!\\#|~-+=@:.&\"'1a ",
  "\n",
  "\n\n",
  "**",
  "__",
  "```",
  "```js\n",
  "> ",
  "- ",
  "  - ",
  "1. ",
  "](https://example.org/a)",
  "https://example.org/a",
  "www.",
  "a@example.org",
  "@Ada",
  "@A*a",
  "<b>",
  "<!--",
  "語",
  "مرحبا",
  "👋🏽",
  "\u200d",
];

const hostile = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 300 })
  .map((pieces) => pieces.join("").slice(0, MAX_MESSAGE_CHARACTERS));

const MENTIONS = [
  { uid: "1", username: "Ada" },
  { uid: "2", username: "A*a" },
];

/** Letters by how often they are there. What markup is made of has none, but for the addresses of links. */
function lettersIn(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const letter of text.match(/\p{L}|\p{Extended_Pictographic}/gu) ?? [])
    counts[letter] = (counts[letter] ?? 0) + 1;
  return counts;
}

test("everything that can be seen in a message is shown, whatever it looks like; only marks are not", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = parseMarkup(text, MENTIONS).map(seen).join("");
      expect(lettersIn(shown)).toEqual(lettersIn(text));
      // Nothing comes in, either: what is shown stands in the text in that order.
      const withoutAddresses = parseMarkup(text, MENTIONS).map(textOf).join("");
      let at = 0;
      for (const character of withoutAddresses.replaceAll(/\s/g, "")) {
        at = text.indexOf(character, at) + 1;
        expect(at).not.toBe(0);
      }
    }),
    { numRuns: 2_000 },
  );
});

function textOf(node: Node): string {
  if (node.kind === "place") return "";
  if (node.kind === "code") return `${"language" in node ? node.language : ""}${node.text}`;
  return "text" in node ? node.text : childrenOf(node).map(textOf).join("");
}

test("a message has no more elements, and no deeper ones, than a page can bear", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PIECES),
      fc.constantFrom(...PIECES),
      fc.constantFrom(...PIECES),
      (first, second, third) => {
        const unit = first + second + third;
        const text = unit.repeat(MAX_MESSAGE_CHARACTERS).slice(0, MAX_MESSAGE_CHARACTERS);
        const blocks = parseMarkup(text, MENTIONS);
        expect(blocks.reduce((sum, block) => sum + elementsIn(block), 0)).toBeLessThanOrEqual(MAX_ELEMENTS);
        // One more for what an item of a list is.
        for (const block of blocks) expect(depthOf(block)).toBeLessThanOrEqual(MAX_DEPTH + 1);
      },
    ),
    { numRuns: 300 },
  );
});

/** What makes parsers slow: marks that open and never close, that close and never opened, nests, and runs. */
const SLOW_ELSEWHERE = {
  asterisks: "*",
  "emphasis that never closes": "*a ",
  "emphasis of two kinds": "*a_ ",
  "strong and emphasis": "**a *b ",
  "code of ever longer fences": "` `` ``` ```` ",
  brackets: "[",
  "links that never close": "[a](b",
  "brackets and emphasis": "*[",
  "brackets that close": "[a]",
  quotes: ">",
  "lists in lists": "- ",
  "lists in quotes": "> 1. ",
  "open tags": "<a ",
  "open comments": "<!--",
  addresses: "www.a.",
  mailboxes: "a.b-c@",
  backslashes: "\\",
  spaces: "a    ",
  "empty lines": " \n",
  fences: "```\n",
};

test.each(Object.entries(SLOW_ELSEWHERE))(
  "a message of nothing but %s takes no more steps than it has characters",
  (_, unit) => {
    let steps = 0;
    const counting = chatParser.configure({
      parseInline: [
        {
          name: "Count",
          before: "Escape",
          // Is asked at each place before anything else is, and takes none.
          parse() {
            steps += 1;
            return -1;
          },
        },
      ],
    });
    const text = unit.repeat(MAX_MESSAGE_CHARACTERS).slice(0, MAX_MESSAGE_CHARACTERS);
    const parse = counting.startParse(text);
    let tree = null;
    for (; tree === null; tree = parse.advance()) steps += 1;
    expect(steps).toBeLessThanOrEqual(2 * text.length);
    expect(tree.length).toBe(text.length);
  },
);
