import { type Fields, fieldsIn, isFields, listIn, textIn } from "./json.ts";
import { bold, lines, link, quote } from "./markdown.ts";
import type { HookMessage } from "./payload.ts";

/** Reads the payload of Discord's webhooks (P15.24). */
export function readDiscord({ avatar_url, content, embeds, username }: Fields): HookMessage {
  const name = textIn(username);
  const avatar = textIn(avatar_url);
  return {
    text: lines(references(textIn(content)), ...listIn(embeds).map(embedText)),
    ...(name === "" ? {} : { username: name }),
    ...(avatar === "" ? {} : { avatar }),
  };
}

function embedText({ author, description, fields, footer, image, title, url }: Fields): string {
  const by = fieldsIn(author);
  return quote(
    lines(
      link(textIn(by.name), textIn(by.url)),
      bold(link(textIn(title), textIn(url))),
      references(textIn(description)),
      ...listIn(fields).map(({ name, value }) => `${bold(textIn(name))} ${references(textIn(value))}`.trim()),
      textIn(fieldsIn(image).url),
      textIn(fieldsIn(footer).text),
    ),
  );
}

/** Discord's own references as a reader of text expects them. People, roles and channels are known to Discord only. */
function references(text: string): string {
  return text
    .replace(/<a?(:\w+:)\d+>/g, "$1")
    .replace(/<@[!&]?(\d+)>/g, "@$1")
    .replace(/<#(\d+)>/g, "#$1")
    .replace(/<t:(\d{1,11})(?::[a-zA-Z])?>/g, (_whole, seconds: string) => {
      return new Date(Number(seconds) * 1_000).toISOString().replace(/T(\d\d:\d\d).*/, " $1 UTC");
    });
}

/** Whether a payload has a field of Discord's. */
export function isDiscord(payload: unknown): payload is Fields {
  if (!isFields(payload)) return false;
  // Slack's senders may have `embeds: null` beside their `text`.
  return "content" in payload || ("embeds" in payload && !("text" in payload));
}
