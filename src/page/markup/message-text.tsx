import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { type Json, readMentions } from "../../client/index.ts";
import type { MarkupBlock, MarkupInline } from "../../markup/nodes.ts";
import { markup } from "./load-markup.ts";

interface Props {
  readonly text: string;
  /** The `mentions` field as the sender wrote it (P2.10). */
  readonly mentions: Json | undefined;
  /** The user's own `uid`, to highlight their mentions. */
  readonly own: string | undefined;
  /** Whether the message is hovered or focused: only then are its links Tab stops. */
  readonly isActive?: boolean;
}

/** A message's text, with its markup as elements. Everything else is rendered as text. */
export function MessageText({ isActive, mentions, own, text }: Props) {
  const blocks = useMemo(() => read(text, mentions), [text, mentions]);
  const [first] = blocks;
  const shown: Shown = { own, tabIndex: isActive ? 0 : -1 };
  if (blocks.length === 1 && first?.kind === "text") {
    const isLarge = markup()?.isFewEmoji(text);
    return <span class={isLarge ? "text large" : "text"}>{inlines(first.children, shown)}</span>;
  }
  return <div class="text">{blocks.map((block) => show(block, shown))}</div>;
}

interface Shown extends Pick<Props, "own"> {
  readonly tabIndex: number;
}

/** Characters of which every markup has one, including the starts of lists and addresses. */
const MAY_BE_MARKUP = /[*_`~>[@]|^\s*(?:[-+]|\d+[.)])\s|https?:|www\.|mailto:/im;

function read(text: string, mentions: Json | undefined): readonly MarkupBlock[] {
  const reader = MAY_BE_MARKUP.test(text) ? markup() : undefined;
  return reader?.parseMarkup(text, readMentions(mentions)) ?? [{ kind: "text", children: [{ kind: "text", text }] }];
}

function show(block: MarkupBlock, shown: Shown): ComponentChildren {
  switch (block.kind) {
    case "text":
      return <p>{inlines(block.children, shown)}</p>;
    case "quote":
      return <blockquote dir="auto">{block.children.map((child) => show(child, shown))}</blockquote>;
    case "code":
      return (
        // The lazy part takes those out of the Tab order that don't scroll.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard as well
        <pre dir="ltr" tabIndex={0}>
          {block.language !== "" && <span class="code-language">{block.language}</span>}
          <code>{block.text}</code>
        </pre>
      );
    case "list": {
      const items = block.items.map(({ blocks, number }) => (
        <li value={number}>{blocks.map((child) => show(child, shown))}</li>
      ));
      return block.items[0]?.number === undefined ? <ul>{items}</ul> : <ol>{items}</ol>;
    }
  }
}

const inlines = (nodes: readonly MarkupInline[], shown: Shown) => nodes.map((node) => showInline(node, shown));

function showInline(node: MarkupInline, shown: Shown): ComponentChildren {
  switch (node.kind) {
    case "text":
      return node.text;
    case "strong":
      return <strong>{inlines(node.children, shown)}</strong>;
    case "emphasis":
      return <em>{inlines(node.children, shown)}</em>;
    case "strike":
      return <s>{inlines(node.children, shown)}</s>;
    case "code":
      return <code>{node.text}</code>;
    case "place":
      return [" (", <bdi>{node.text}</bdi>, ")"];
    case "mention":
      return (
        <bdi class="mention" data-own={node.uid === shown.own}>
          {node.text}
        </bdi>
      );
    case "link":
      return (
        // `ugc` tells search engines that the site does not endorse the link.
        <a
          href={node.href}
          tabIndex={shown.tabIndex}
          target="_blank"
          rel="noopener noreferrer nofollow ugc"
          title={node.isBare ? undefined : node.href}
        >
          {inlines(node.children, shown)}
        </a>
      );
  }
}
