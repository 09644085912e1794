import { type Fields, fieldsIn, isFields, listIn, textIn } from "./json.ts";
import { bold, lines, link, quote } from "./markdown.ts";
import type { HookMessage } from "./payload.ts";

/** Nested elements of rich text that are read: Slack itself nests three. */
const MAX_NESTING = 8;

/** Reads the payload of Slack's incoming webhooks, and Mattermost's, which has the same fields (P15.23). */
export function readSlack(payload: Fields): HookMessage {
  const { attachments, blocks, icon_url, text, username } = payload;
  const said = blocksText(blocks) || mrkdwn(textIn(text));
  const name = textIn(username);
  const avatar = textIn(icon_url);
  return {
    text: lines(said, ...listIn(attachments).map(attachmentText)),
    ...(name === "" ? {} : { username: name }),
    ...(avatar === "" ? {} : { avatar }),
  };
}

function attachmentText(attachment: Fields): string {
  const { author_name, blocks, fallback, fields, footer, image_url, pretext, text, title, title_link } = attachment;
  const inside = lines(
    textIn(author_name),
    bold(link(textIn(title), textIn(title_link))),
    blocksText(blocks) || mrkdwn(textIn(text)),
    ...listIn(fields).map((field) => `${bold(textIn(field.title))} ${mrkdwn(textIn(field.value))}`.trim()),
    textIn(image_url),
    mrkdwn(textIn(footer)),
  );
  return lines(mrkdwn(textIn(pretext)), quote(inside === "" ? mrkdwn(textIn(fallback)) : inside));
}

function blocksText(blocks: unknown): string {
  return lines(...listIn(blocks).map(blockText));
}

function blockText(block: Fields): string {
  switch (block.type) {
    case "header":
      return bold(objectText(block.text));
    case "section":
      return lines(
        objectText(block.text),
        ...listIn(block.fields).map(objectText),
        elementText(fieldsIn(block.accessory)),
      );
    case "context":
    case "actions":
      return listIn(block.elements)
        .map((element) => elementText(element) || objectText(element))
        .filter((text) => text !== "")
        .join(" · ");
    case "image":
      return link(objectText(block.title) || textIn(block.alt_text), textIn(block.image_url));
    case "markdown":
      return textIn(block.text);
    case "rich_text":
      return lines(...listIn(block.elements).map((element) => richBlock(element)));
    default:
      return "";
  }
}

/** A text object: Slack's own markup, or none. */
function objectText(object: unknown): string {
  const { text, type } = fieldsIn(object);
  return type === "mrkdwn" ? mrkdwn(textIn(text)) : textIn(text);
}

/** A picture or a button that leads somewhere. Other elements need Slack to do something. */
function elementText(element: Fields): string {
  if (element.type === "image") return link(textIn(element.alt_text), textIn(element.image_url));
  if (element.type !== "button" || textIn(element.url) === "") return "";
  return link(objectText(element.text), textIn(element.url));
}

function richBlock(element: Fields, nesting = 0): string {
  if (nesting > MAX_NESTING) return "";
  const children = listIn(element.elements);
  switch (element.type) {
    case "rich_text_list": {
      const isOrdered = element.style === "ordered";
      return children
        .map((child, index) => `${isOrdered ? `${index + 1}.` : "-"} ${richBlock(child, nesting + 1)}`)
        .join("\n");
    }
    case "rich_text_quote":
      return quote(children.map(richInline).join(""));
    case "rich_text_preformatted":
      return `\`\`\`\n${children.map(({ text, url }) => textIn(text) || textIn(url)).join("")}\n\`\`\``;
    default:
      return children.map(richInline).join("");
  }
}

function richInline(element: Fields): string {
  const { name, range, style, text, type, url, user_id } = element;
  switch (type) {
    case "text":
      return styled(textIn(text), fieldsIn(style));
    case "link":
      return link(textIn(text), textIn(url));
    case "user":
      return `@${textIn(user_id)}`;
    case "broadcast":
      return `@${textIn(range)}`;
    case "emoji":
      return `:${textIn(name)}:`;
    default:
      return "";
  }
}

function styled(text: string, { bold: isBold, code, italic, strike }: Fields): string {
  // Marks must touch the text that they mark.
  const [, before = "", inner = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  if (inner === "") return text;
  const marks = [isBold && "**", italic && "_", strike && "~~", code && "`"].filter((mark) => typeof mark === "string");
  return before + marks.join("") + inner + marks.toReversed().join("") + after;
}

const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;
const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** Turns Slack's markup into Markdown. Leaves Markdown, as from Mattermost, unchanged. */
export function mrkdwn(text: string): string {
  return text
    .split(CODE)
    .map((part, index) => withoutEntities(index % 2 === 1 ? part : marksOf(part.replace(/<([^<>\n]+)>/g, reference))))
    .join("");
}

/** What stands in angle brackets: a link, a person, a channel, a command, a date. */
function reference(whole: string, inside: string): string {
  const [target = "", label = ""] = inside.split("|", 2);
  if (/^https?:/i.test(target)) return link(withoutEntities(label), withoutEntities(target));
  if (target.startsWith("mailto:")) return label || target.slice("mailto:".length);
  const name = label || target.slice(1).split("^", 1)[0] || "";
  if (target.startsWith("@")) return `@${name.replace(/^@/, "")}`;
  if (target.startsWith("#")) return `#${name.replace(/^#/, "")}`;
  if (target.startsWith("!date")) return label;
  if (target.startsWith("!")) return `@${name.replace(/^@/, "")}`;
  return whole;
}

const BOLD = /(^|[\s({"'_~])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?=$|[\s)}"'_~.,;:!?])/gm;
const STRIKE = /(^|[\s({"'_*])~([^\s~](?:[^~\n]*[^\s~])?)~(?=$|[\s)}"'_*.,;:!?])/gm;

function marksOf(text: string): string {
  return text.replace(BOLD, "$1**$2**").replace(STRIKE, "$1~~$2~~");
}

function withoutEntities(text: string): string {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Whether a payload has a field of Slack's. */
export function isSlack(payload: unknown): payload is Fields {
  return isFields(payload) && ["text", "blocks", "attachments"].some((field) => field in payload);
}
