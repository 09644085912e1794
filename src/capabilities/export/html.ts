import { html, raw } from "hono/html";
import { dayOf, longDate } from "../archive/day.ts";
import { messageHtml } from "../archive/document.ts";
import { STYLE } from "../archive/style.ts";
import type { ExportFormat } from "./format.ts";
import { absolute, nameOf } from "./message-parts.ts";

/** One document for reading and printing. It loads nothing, and replies lead to messages in it. */
export const HTML: ExportFormat = {
  contentType: "text/html; charset=utf-8",
  head: ({ isContinued, room }) => {
    if (isContinued) return "";
    return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${room}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>${raw(STYLE)}</style>
</head>
<body>
<header>
<h1>${room}</h1>
<p class="note">Times are UTC.</p>
</header>
<main>
`}`;
  },
  part: ({ messages, quoted }, before, { origin }) => {
    const named = <Message extends { readonly username: string }>(message: Message) => ({
      ...message,
      username: nameOf(message),
    });
    const known = new Map([...quoted, ...messages].map((message) => [message.seq, named(message)]));
    let last = before;
    const parts = messages.map((message) => {
      const day = dayOf(message.at);
      const isNewDay = last === undefined || dayOf(last.at) !== day;
      const { files } = message;
      const shown = named(
        files === undefined
          ? message
          : { ...message, files: files.map((file) => ({ ...file, url: absolute(file.url, origin) })) },
      );
      const item = messageHtml(shown, known, isNewDay ? undefined : last, ({ seq }) => `#m${seq}`);
      const heading = isNewDay ? html`<h2><time datetime="${day}">${longDate(day)}</time></h2>\n` : "";
      last = message;
      return `${heading}${html`<ol class="log">${item}</ol>\n`}`;
    });
    return parts.join("");
  },
  foot: "</main>\n</body>\n</html>\n",
};
