import { createMiddleware } from "hono/factory";
import { jsonError } from "../base/json-error.ts";
import { readConfig } from "../config/config.ts";

/**
 * Rejects requests for a host that the owner did not list (P1.9), before anything else looks at them. Otherwise a page
 * whose name was made to resolve to this server (DNS rebinding) would pass for the server's own.
 */
export const allowedHosts = createMiddleware<{ Bindings: Env }>((c, next) => {
  const { allowedHosts: hosts } = readConfig(c.env);
  const isAllowed = hosts.size === 0 || hosts.has(new URL(c.req.url).host);
  return isAllowed ? next() : Promise.resolve(jsonError("wrong_host", 421));
});
