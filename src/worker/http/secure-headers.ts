import type { MiddlewareHandler } from "hono";

/** HSTS lifetime in seconds: two years, as the preload list requires. Subdomains are not included. */
const HSTS_SECONDS = 63_072_000;

/**
 * Headers of every Worker response: not a page, not cached, not embeddable by other sites. The page's own files have
 * theirs in `public/_headers`.
 */
export const SECURE_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": `max-age=${HSTS_SECONDS}`,
  "x-content-type-options": "nosniff",
} as const;

/** Adds the headers to each response except an upgrade, which has no body to protect. */
export const secureHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.status === 101) return;
  // A document of a capability has a policy of its own. `c.header` copies a response with immutable headers, such as one
  // from a Durable Object.
  for (const [name, value] of Object.entries(SECURE_HEADERS)) if (!c.res.headers.has(name)) c.header(name, value);
};
