import type { MiddlewareHandler } from "hono";

/** Seconds for which a browser asks this host over TLS only. Two years, as the preload list wants; no subdomain is included. */
const HSTS_SECONDS = 63_072_000;

/**
 * What every answer of the Worker carries: JSON that is no page, is kept by nobody, and that no page of another site may
 * embed. The files of the page get theirs from `public/_headers`.
 */
const SECURE_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": `max-age=${HSTS_SECONDS}`,
  "x-content-type-options": "nosniff",
} as const;

/** Puts them on; an upgrade is left alone, because what follows it is no document. */
export const secureHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.status === 101) return;
  // `c.header` copies an answer whose headers cannot be changed, as those of a room's object.
  for (const [name, value] of Object.entries(SECURE_HEADERS)) c.header(name, value);
};
