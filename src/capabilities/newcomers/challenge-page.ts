import { Hono } from "hono";
import { jsonError } from "../../worker/base/json-error.ts";
import { randomId } from "../../worker/base/random-id.ts";
import { readConfig } from "../../worker/config/config.ts";
import { frameAncestors } from "../../worker/config/embed-config.ts";

/** The host of Turnstile's script and of the frame that it makes. */
const TURNSTILE = "https://challenges.cloudflare.com";

/**
 * The document in which Turnstile runs, for the chat page to frame (P10.3). The chat page's own policy thus never names
 * Turnstile, and this document exists only if Turnstile is configured. Around an embedded room are the owner's sites as well. It tells the page that frames it:
 *
 * - `{type: "parley-challenge", answer}` when the guest has passed
 * - `{type: "parley-challenge", error: true}` when Turnstile cannot run
 */
export const challengePage = new Hono<{ Bindings: Env }>().get("/challenge", ({ env }) => {
  const { embed, turnstile } = readConfig(env);
  if (turnstile === undefined) return jsonError("not_found", 404);
  const nonce = randomId();
  return new Response(documentOf(turnstile.siteKey, nonce), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; script-src 'nonce-${nonce}' ${TURNSTILE}; style-src 'nonce-${nonce}'; frame-src ${TURNSTILE}; base-uri 'none'; form-action 'none'; frame-ancestors ${frameAncestors(embed)}`,
    },
  });
});

/** @param siteKey letters, digits, `_` and `-` alone (the configuration sees to that) */
function documentOf(siteKey: string, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Turnstile</title>
<style nonce="${nonce}">html { color-scheme: light dark } body { margin: 0; display: grid; place-items: center }</style>
<div id="widget"></div>
<script nonce="${nonce}">
  const tell = (message) => parent.postMessage({ type: "parley-challenge", ...message }, location.origin);
  const failed = () => tell({ error: true });
  function ready() {
    turnstile.render("#widget", {
      sitekey: "${siteKey}",
      callback: (answer) => tell({ answer }),
      "error-callback": failed,
      "unsupported-callback": failed,
    });
  }
</script>
<script nonce="${nonce}" src="${TURNSTILE}/turnstile/v0/api.js?render=explicit&onload=ready" defer></script>
`;
}
