import type { MarkupBlock, MarkupInline } from "../../markup/nodes.ts";
import { parseMarkup } from "../../markup/parse-markup.ts";

/** The address of the first link to a page, as the page makes links: those in code are none. */
export function firstLink(text: string): string | undefined {
  return firstOf(parseMarkup(text, []), inBlock);
}

function inBlock(block: MarkupBlock): string | undefined {
  switch (block.kind) {
    case "text":
      return firstOf(block.children, inInline);
    case "quote":
      return firstOf(block.children, inBlock);
    case "list":
      return firstOf(block.items, ({ blocks }) => firstOf(blocks, inBlock));
    case "code":
      return undefined;
  }
}

function inInline(node: MarkupInline): string | undefined {
  switch (node.kind) {
    case "link":
      return /^https?:/.test(node.href) ? node.href : undefined;
    case "strong":
    case "emphasis":
    case "strike":
      return firstOf(node.children, inInline);
    default:
      return undefined;
  }
}

function firstOf<T>(nodes: readonly T[], find: (node: T) => string | undefined): string | undefined {
  for (const node of nodes) {
    const found = find(node);
    if (found !== undefined) return found;
  }
  return undefined;
}
