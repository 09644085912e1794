import { sha256 } from "@noble/hashes/sha2.js";
import { html, raw } from "hono/html";
import { hrefOf } from "./page-address.ts";
import { STYLE } from "./style.ts";

/** HTML in which everything that came from a user is escaped: `html` escapes all that it did not make. */
export type Html = ReturnType<typeof html>;

/**
 * The response to every address under which there is no log to read, whatever the reason.
 *
 * @param room of the address; absent where it is no room's name
 */
export async function notFound(room?: string): Promise<Response> {
  const newest = room === undefined ? "" : html`<a href="${hrefOf({ room })}">Newest messages</a> · `;
  const body = html`<main>
<h1>There is no log here</h1>
<p>The room has no public log, or nothing was said on that day.</p>
<p>${newest}<a href="/">Open the chat</a></p>
</main>`;
  return htmlResponse(await layout("Not found", html`<meta name="robots" content="noindex">`, body), 404);
}

/** A document of this capability. It needs no script, and gets none. */
export function htmlResponse(document: string, status = 200): Response {
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src '${styleHash()}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
  return new Response(document, { status, headers });
}

/**
 * The frame of each document.
 *
 * @param head what follows the title
 */
export async function layout(title: string, head: Html, body: Html): Promise<string> {
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${head}
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>${raw(STYLE)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return page.toString();
}

function styleHash(): string {
  return `sha256-${btoa(String.fromCharCode(...sha256(new TextEncoder().encode(STYLE))))}`;
}
