import type { Config } from "../config/config.ts";
import { jsonError } from "../json-error.ts";

/** Seconds for which a browser may remember what a preflight said. */
const PREFLIGHT_FOR_S = 600;

/** What an API of JSON and bearer tokens needs, and no more: cookies are never asked for, and never read (P8.9). */
const PREFLIGHT = {
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-max-age": String(PREFLIGHT_FOR_S),
};

/** P1.2: the host's own pages, those on the list, and programs, which send no `Origin`. */
export function isOriginAllowed(origin: string | undefined, url: URL, config: Config): boolean {
  if (origin === undefined || isListed(origin, config)) return true;
  // To the letter, as browsers send it. TLS may have ended before us; the other way round it is a page that anybody on
  // the way could have written.
  return origin === url.origin || origin === `https://${url.host}`;
}

/** The headers by which a page of another site may read an answer, where that site is on the list. */
export function corsHeaders(origin: string | undefined, config: Config): Record<string, string> {
  const allowed = origin !== undefined && isListed(origin, config);
  return { vary: "origin", ...(allowed ? { "access-control-allow-origin": origin } : {}) };
}

/** P8.9: a browser asks whether a page of another site may send what it means to send. */
export function preflight(origin: string | undefined, config: Config): Response {
  if (origin === undefined || !isListed(origin, config)) return jsonError("forbidden_origin", 403);
  return new Response(null, { status: 204, headers: { ...corsHeaders(origin, config), ...PREFLIGHT } });
}

function isListed(origin: string, { allowedOrigins }: Config): boolean {
  return allowedOrigins === "*" || allowedOrigins.has(origin);
}
