import { MAX_MESSAGE_CHARACTERS } from "../protocol/limits.ts";
import { findMentions, type Mention, type MentionPlace } from "../protocol/mentions.ts";
import { findLinks } from "./find-links.ts";
import { chatParser, type Place, placesAt } from "./lezer-parser.ts";
import { maskText } from "./mask.ts";
import type { MarkupBlock, MarkupInline } from "./nodes.ts";
import { isDeceptive, placeBeside, safeHref } from "./safe-link.ts";

export { isFewEmoji } from "./few-emoji.ts";

/** Maximum nesting of quotes, lists, emphasis and links. */
export const MAX_DEPTH = 8;

/** Maximum number of elements in a message. Long messages have some dozens, and each costs more than a line of text. */
export const MAX_ELEMENTS = 400;

/** Maximum length of parsed text in UTF-16 units: the longest message that a room accepts. */
const MAX_LENGTH = 2 * MAX_MESSAGE_CHARACTERS;

const EMPHASIS = { Emphasis: "emphasis", StrongEmphasis: "strong", Strikethrough: "strike" } as const;

type Tree = ReturnType<typeof chatParser.parse>;
type Node = Tree["topNode"];

/**
 * Parses the markup of a message. Anything beyond the limits stays text as typed.
 *
 * @param text untrusted
 * @param mentions the people that the message mentions
 */
export function parseMarkup(text: string, mentions: readonly Mention[]): readonly MarkupBlock[] {
  if (text.length > MAX_LENGTH) return [{ kind: "text", children: [{ kind: "text", text }] }];
  const links = findLinks(text);
  const isInLink = (at: number) => links.some(({ from, to }) => from <= at && at < to);
  const places = findMentions(text, mentions).filter(({ from }) => !isInLink(from));
  const found = new Map<number, Place>();
  for (const { from, to } of links) found.set(from, { name: "URL", to });
  for (const { from, to } of places) found.set(from, { name: "Mention", to });
  const parser = found.size === 0 ? chatParser : chatParser.configure(placesAt(found));
  return new MarkupParser(text, places, parser.parse(maskText(text))).blocks();
}

/** The text that markup shows, with a space between blocks and the list items in them. */
export function readableText(text: string, mentions: readonly Mention[]): string {
  return parseMarkup(text, mentions).map(readableBlock).join(" ");
}

function readableBlock(block: MarkupBlock): string {
  switch (block.kind) {
    case "text":
      return drawnText(block.children);
    case "code":
      return block.text;
    case "quote":
      return block.children.map(readableBlock).join(" ");
    case "list":
      return block.items
        .map(
          ({ blocks, number }) => `${number === undefined ? "•" : `${number}.`} ${blocks.map(readableBlock).join(" ")}`,
        )
        .join(" ");
  }
}

/** Whether a message shows a mention of a person, outside of code and addresses (P2.10). */
export function isMentionShown(text: string, mentions: readonly Mention[], uid: string): boolean {
  return mentionsIn(parseMarkup(text, mentions)).some((mention) => mention.uid === uid);
}

/** The mentions that a message shows, in the order of the text. */
function mentionsIn(nodes: readonly (MarkupBlock | MarkupInline)[]): readonly { readonly uid: string }[] {
  return nodes.flatMap((node) => {
    if (node.kind === "mention") return [node];
    if (node.kind === "list") return mentionsIn(node.items.flatMap(({ blocks }) => blocks));
    return "children" in node ? mentionsIn(node.children) : [];
  });
}

class MarkupParser {
  readonly #text: string;
  readonly #mentions: ReadonlyMap<number, MentionPlace>;
  readonly #top: Node;
  /** Quote marks and list indents at the start of lines: from, to. */
  readonly #lineMarks: readonly (readonly [number, number])[];
  #elementsLeft = MAX_ELEMENTS;

  constructor(text: string, mentions: readonly MentionPlace[], tree: Tree) {
    this.#text = text;
    this.#mentions = new Map(mentions.map((place) => [place.from, place]));
    this.#top = tree.topNode;
    this.#lineMarks = lineMarks(text, tree);
  }

  blocks(): readonly MarkupBlock[] {
    return this.#blocks(this.#top, 0);
  }

  #blocks(parent: Node, depth: number): readonly MarkupBlock[] {
    const blocks: MarkupBlock[] = [];
    /** The last block, if it is text: consecutive paragraphs and the empty lines between them form one block. */
    let open: { readonly children: MarkupInline[]; to: number } | undefined;
    for (const node of children(parent)) {
      if (node.name === "QuoteMark" || node.name === "ListMark") continue;
      const block = node.name === "Paragraph" ? undefined : this.#block(node, depth);
      if (block !== undefined) {
        blocks.push(block);
        open = undefined;
        continue;
      }
      const inline = node.name === "Paragraph" ? this.#inline(node, node.from, node.to, depth) : [this.#literal(node)];
      if (open === undefined) {
        const indent = depth === 0 ? this.#indentBefore(node.from) : "";
        open = { children: indent === "" ? [...inline] : [{ kind: "text", text: indent }, ...inline], to: node.to };
        blocks.push({ kind: "text", children: open.children });
      } else {
        open.children.push({ kind: "text", text: this.#clean(open.to, node.from) }, ...inline);
        open.to = node.to;
      }
    }
    return blocks;
  }

  /** @returns `undefined` for text that is shown as typed */
  #block(node: Node, depth: number): MarkupBlock | undefined {
    if (depth === MAX_DEPTH || this.#elementsLeft === 0) return undefined;
    switch (node.name) {
      case "FencedCode":
        return this.#code(node);
      case "Blockquote": {
        if (!this.#take()) return undefined;
        const blocks = this.#blocks(node, depth + 1);
        return blocks.length === 0 ? undefined : { kind: "quote", children: blocks };
      }
      case "BulletList":
      case "OrderedList":
        return this.#list(node, depth);
      default:
        return undefined;
    }
  }

  #list(node: Node, depth: number): MarkupBlock | undefined {
    const nodes = children(node);
    if (!this.#take(nodes.length)) return undefined;
    const items = nodes.map((item) => ({
      // An item keeps its number, whatever the others have.
      ...(node.name === "OrderedList" ? { number: Number.parseInt(this.#text.slice(item.from, item.to), 10) } : {}),
      blocks: this.#blocks(item, depth + 1),
    }));
    // A lone "-" or "1." is text.
    return items.every(({ blocks }) => blocks.length === 0) ? undefined : { kind: "list", items };
  }

  #code(node: Node): MarkupBlock | undefined {
    const parts = children(node);
    const [fence] = parts;
    const texts = parts.filter(({ name }) => name === "CodeText").map(({ from, to }) => this.#text.slice(from, to));
    const info = parts.find(({ name }) => name === "CodeInfo");
    let text = texts.join("");
    if (fence !== undefined && parts.filter(({ name }) => name === "CodeMark").length === 1) {
      // Many people close the block at the end of its last line, and not on a line of its own.
      const closing = this.#text.slice(fence.from, fence.to);
      if (text.endsWith(closing)) text = text.slice(0, -closing.length);
    }
    if (text.trim() === "" || !this.#take()) return undefined;
    return { kind: "code", language: info === undefined ? "" : this.#text.slice(info.from, info.to), text };
  }

  #inline(parent: Node, from: number, to: number, depth: number, isInLink = false): MarkupInline[] {
    const inline: MarkupInline[] = [];
    let at = from;
    for (const node of children(parent)) {
      if (node.from < at || node.to > to) continue;
      const nodes = this.#element(node, depth, isInLink);
      if (nodes === undefined) continue;
      if (node.from > at) inline.push({ kind: "text", text: this.#clean(at, node.from) });
      inline.push(...nodes);
      at = node.to;
    }
    if (at < to) inline.push({ kind: "text", text: this.#clean(at, to) });
    return inline;
  }

  /** @returns `undefined` for text that is shown as typed */
  #element(node: Node, depth: number, isInLink: boolean): readonly MarkupInline[] | undefined {
    if (depth === MAX_DEPTH) return undefined;
    switch (node.name) {
      case "Emphasis":
      case "StrongEmphasis":
      case "Strikethrough": {
        const [opening, closing] = [node.firstChild, node.lastChild];
        if (opening === null || closing === null || !this.#take()) return undefined;
        return [
          { kind: EMPHASIS[node.name], children: this.#inline(node, opening.to, closing.from, depth + 1, isInLink) },
        ];
      }
      case "InlineCode": {
        const [opening, closing] = [node.firstChild, node.lastChild];
        if (opening === null || closing === null || !this.#take()) return undefined;
        return [{ kind: "code", text: withoutPadding(this.#clean(opening.to, closing.from)) }];
      }
      case "Mention": {
        const place = this.#mentions.get(node.from);
        if (place === undefined || !this.#take()) return undefined;
        return [{ kind: "mention", uid: place.mention.uid, text: this.#text.slice(place.from, place.to) }];
      }
      case "URL":
        return isInLink ? undefined : this.#bareLink(node);
      case "Link":
        return this.#link(node, depth) ?? this.#inline(node, node.from, node.to, depth + 1, isInLink);
      case "Autolink":
        return this.#inline(node, node.from, node.to, depth + 1, isInLink);
      default:
        return undefined;
    }
  }

  #bareLink(node: Node): readonly MarkupInline[] | undefined {
    const text = this.#clean(node.from, node.to);
    const href = safeHref(text);
    if (href === undefined) return undefined;
    const place = beside(text, href);
    if (!this.#take(1 + place.length)) return undefined;
    return [{ kind: "link", href, isBare: true, children: [{ kind: "text", text }] }, ...place];
  }

  /** `[label](address)`. Links with a title, which would be invisible, or without an address stay text. */
  #link(node: Node, depth: number): readonly MarkupInline[] | undefined {
    const parts = children(node);
    const [opening, closing, bracket] = parts.filter(({ name }) => name === "LinkMark");
    const address = parts.find(({ from, name }) => name === "URL" && bracket !== undefined && from >= bracket.to);
    if (opening === undefined || closing === undefined || address === undefined) return undefined;
    if (parts.some(({ name }) => name === "LinkTitle")) return undefined;
    const href = safeHref(destination(this.#text.slice(address.from, address.to)));
    const elementsLeft = this.#elementsLeft;
    if (href === undefined || !this.#take()) return undefined;
    const label = this.#inline(node, opening.to, closing.from, depth + 1, true);
    const text = drawnText(label);
    const place = beside(text, href);
    if (isDeceptive(text, href) || !this.#take(place.length)) {
      this.#elementsLeft = elementsLeft;
      return undefined;
    }
    return [{ kind: "link", href, isBare: false, children: label }, ...place];
  }

  /** The spaces and tabs between the start of a line and a place in it. */
  #indentBefore(at: number): string {
    return /[ \t]*$/.exec(this.#text.slice(0, at))?.[0] ?? "";
  }

  #literal({ from, to }: Node): MarkupInline {
    return { kind: "text", text: this.#text.slice(from, to) };
  }

  /** A part of the text, without the quote marks and list indents of its lines. */
  #clean(from: number, to: number): string {
    let text = "";
    let at = from;
    for (const [start, end] of this.#lineMarks) {
      if (start < from) continue;
      if (start >= to) break;
      text += this.#text.slice(at, start);
      at = Math.max(at, Math.min(end, to));
    }
    return text + this.#text.slice(at, to);
  }

  /** Reserves elements, if that many are left. */
  #take(count = 1): boolean {
    if (this.#elementsLeft < count) return false;
    this.#elementsLeft -= count;
    return true;
  }
}

/** The quote marks, and the indents of continued list items, in the order of the text. */
function lineMarks(text: string, tree: Tree): readonly (readonly [number, number])[] {
  const marks: [number, number][] = [];
  let listEnd = 0;
  tree.iterate({
    enter: ({ from, name, to }) => {
      if (name === "QuoteMark") marks.push([from, text[to] === " " ? to + 1 : to]);
      if (name !== "ListItem" || from < listEnd) return;
      listEnd = to;
      for (const { 0: indent, index } of text.slice(from, to).matchAll(/(?<=\n[ \t>]*)[ \t]+/g)) {
        marks.push([from + index, from + index + indent.length]);
      }
    },
  });
  return marks.sort(([one], [other]) => one - other);
}

/** The text that is drawn of a label, whatever its markup. */
function drawnText(nodes: readonly MarkupInline[]): string {
  return nodes
    .map((node) => {
      if (node.kind === "place") return "";
      return "text" in node ? node.text : drawnText(node.children);
    })
    .join("");
}

/** What stands beside a link: its host or mailbox, if its text does not name that. */
function beside(text: string, href: string): MarkupInline[] {
  const place = placeBeside(text, href);
  if (place === undefined) return [];
  return [{ kind: "place", text: place }];
}

function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

/** Removes the padding of `` ` a ` ``, which allows code to start or end with a backtick. */
function withoutPadding(code: string): string {
  return /^ .*[^ ].* $/s.test(code) ? code.slice(1, -1) : code;
}

/** Removes angle brackets around an address, and backslash escapes in it. */
function destination(typed: string): string {
  return typed.replace(/^<(.*)>$/s, "$1").replace(/\\([!-/:-@[-`{-~])/g, "$1");
}
