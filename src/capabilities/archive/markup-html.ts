import { html } from "hono/html";
import type { MarkupBlock, MarkupInline } from "../../markup/nodes.ts";
import { parseMarkup } from "../../markup/parse-markup.ts";
import type { Json } from "../../protocol/json.ts";
import { readMentions } from "../../protocol/mentions.ts";
import type { Html } from "./layout.ts";

/**
 * The text of a message with its markup, as the chat page shows it. Its language is unknown, and not the page's.
 *
 * @param mentions the message's `mentions` field, as its sender wrote it
 */
export function textHtml(text: string, mentions: Json | undefined): Html {
  return html`<div class="text" dir="auto" lang="">${parseMarkup(text, readMentions(mentions)).map(blockHtml)}</div>`;
}

function blockHtml(block: MarkupBlock): Html {
  switch (block.kind) {
    case "text":
      return html`<p>${inlineHtml(block.children)}</p>`;
    case "quote":
      return html`<blockquote>${block.children.map(blockHtml)}</blockquote>`;
    case "code":
      // What scrolls must scroll by keyboard as well.
      return html`<pre dir="ltr" tabindex="0"><code>${block.text}</code></pre>`;
    case "list": {
      const items = block.items.map(({ blocks, number }) =>
        number === undefined
          ? html`<li>${blocks.map(blockHtml)}</li>`
          : html`<li value="${number}">${blocks.map(blockHtml)}</li>`,
      );
      return block.items[0]?.number === undefined ? html`<ul>${items}</ul>` : html`<ol>${items}</ol>`;
    }
  }
}

function inlineHtml(nodes: readonly MarkupInline[]): Html[] {
  return nodes.map(nodeHtml);
}

function nodeHtml(node: MarkupInline): Html {
  switch (node.kind) {
    case "text":
      return html`${node.text}`;
    case "strong":
      return html`<strong>${inlineHtml(node.children)}</strong>`;
    case "emphasis":
      return html`<em>${inlineHtml(node.children)}</em>`;
    case "strike":
      return html`<s>${inlineHtml(node.children)}</s>`;
    case "code":
      return html`<code>${node.text}</code>`;
    case "place":
      return html` (<code>${node.text}</code>)`;
    case "mention":
      return html`<bdi class="mention">${node.text}</bdi>`;
    case "link":
      // `ugc` tells search engines that the site does not endorse the link.
      return html`<a href="${node.href}" rel="noopener noreferrer nofollow ugc">${inlineHtml(node.children)}</a>`;
  }
}
