import { jsonError } from "../base/json-error.ts";
import type { Config } from "../config/config.ts";

/** Seconds for which a browser may cache a preflight response. */
const PREFLIGHT_FOR_S = 600;

/**
 * Headers of a preflight response. They allow JSON and files with a bearer token, and no cookies, which the API never reads
 * (P8.9, P7.11).
 */
const PREFLIGHT = {
  "access-control-allow-methods": "GET, POST, PATCH, PUT, DELETE",
  "access-control-allow-headers": "authorization, content-type, if-none-match, last-event-id, x-file-name",
  "access-control-max-age": String(PREFLIGHT_FOR_S),
};

/** Headers that pages may read besides those that any page may. */
const EXPOSED = { "access-control-expose-headers": "etag, retry-after" };

/**
 * Whether a request's origin is allowed (P1.2): the host's own pages, listed sites, and programs, which send no
 * `Origin`.
 */
export function isOriginAllowed(origin: string | undefined, url: URL, config: Config): boolean {
  if (origin === undefined || isListed(origin, config)) return true;
  // Compares exactly, as browsers send it. An https page may call an http URL, because TLS may end at a proxy. An http
  // page may not call an https URL, because anyone on the network could have altered it.
  return origin === url.origin || origin === `https://${url.host}`;
}

/** CORS headers of a response. Only pages of listed sites may read it. */
export function corsHeaders(origin: string | undefined, config: Config): Record<string, string> {
  const allowed = origin !== undefined && isListed(origin, config);
  return { vary: "origin", ...(allowed ? { ...EXPOSED, "access-control-allow-origin": origin } : {}) };
}

/** Names of the headers that {@link corsHeaders} sets. */
export const CORS_HEADERS = ["vary", "access-control-allow-origin", ...Object.keys(EXPOSED)];

/** Answers a CORS preflight request (P8.9). */
export function preflight(origin: string | undefined, config: Config): Response {
  if (origin === undefined || !isListed(origin, config)) return jsonError("forbidden_origin", 403);
  return new Response(null, { status: 204, headers: { ...corsHeaders(origin, config), ...PREFLIGHT } });
}

function isListed(origin: string, { allowedOrigins }: Config): boolean {
  return allowedOrigins === "*" || allowedOrigins.has(origin);
}
