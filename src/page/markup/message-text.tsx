import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { type Json, readMentions } from "../../client/index.ts";
import { markupParser } from "./load-markup.ts";
import type { MarkupBlock, MarkupInline } from "./nodes.ts";

interface Props {
  readonly text: string;
  /** The message's field of that name, as its sender wrote it (P2.10). */
  readonly mentions: Json | undefined;
  /** The reader's own `uid`, to mark where they are meant. */
  readonly own: string | undefined;
}

/** What a message says: its text with its markup as elements. All else in it is text, whatever it looks like. */
export function MessageText({ mentions, own, text }: Props) {
  const blocks = useMemo(() => read(text, mentions), [text, mentions]);
  const [first] = blocks;
  if (blocks.length === 1 && first?.kind === "text") return <span class="text">{inlines(first.children, own)}</span>;
  return <div class="text">{blocks.map((block) => show(block, own))}</div>;
}

/** Characters without which no text has markup, the beginnings of lists and of addresses included. */
const MAY_BE_MARKUP = /[*_`~>[@]|^\s*(?:[-+]|\d+[.)])\s|https?:|www\.|mailto:/im;

function read(text: string, mentions: Json | undefined): readonly MarkupBlock[] {
  const reader = MAY_BE_MARKUP.test(text) ? markupParser() : undefined;
  return reader?.(text, readMentions(mentions)) ?? [{ kind: "text", children: [{ kind: "text", text }] }];
}

function show(block: MarkupBlock, own: string | undefined): ComponentChildren {
  switch (block.kind) {
    case "text":
      return <p>{inlines(block.children, own)}</p>;
    case "quote":
      return <blockquote>{block.children.map((child) => show(child, own))}</blockquote>;
    case "code":
      return (
        <pre dir="ltr">
          {block.language !== "" && <span class="code-language">{block.language}</span>}
          <code>{block.text}</code>
        </pre>
      );
    case "list": {
      const items = block.items.map((item) => <li>{item.map((child) => show(child, own))}</li>);
      return block.start === undefined ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
  }
}

const inlines = (nodes: readonly MarkupInline[], own: string | undefined) => nodes.map((node) => showInline(node, own));

function showInline(node: MarkupInline, own: string | undefined): ComponentChildren {
  switch (node.kind) {
    case "text":
      return node.text;
    case "strong":
      return <strong>{inlines(node.children, own)}</strong>;
    case "emphasis":
      return <em>{inlines(node.children, own)}</em>;
    case "code":
      return <code>{node.text}</code>;
    case "mention":
      return (
        <bdi class="mention" data-own={node.uid === own}>
          {node.text}
        </bdi>
      );
    case "link":
      return (
        // `ugc`: what people write is not the site's recommendation.
        <a
          href={node.href}
          target="_blank"
          rel="noopener noreferrer nofollow ugc"
          title={node.isBare ? undefined : node.href}
        >
          {inlines(node.children, own)}
        </a>
      );
  }
}
