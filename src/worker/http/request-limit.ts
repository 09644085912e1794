import { createMiddleware } from "hono/factory";
import { networkOf } from "../../room/limits/ip-network.ts";
import { jsonError } from "../json-error.ts";

/** Period of the rate limit binding in wrangler.toml, in seconds. A refused client may retry after it. */
const PERIOD_SECONDS = 10;

/** The peer's IP address. On Cloudflare, clients cannot set this header themselves. */
export function addressOf(request: Request): string | undefined {
  return request.headers.get("cf-connecting-ip") ?? undefined;
}

/**
 * Rejects requests from an address that sends too many (P5.5), before they reach a Durable Object. This limit is
 * approximate: the platform counts per location and with a delay. The room enforces the exact limits.
 *
 * Does nothing without the binding, or without an address, as in local development.
 */
export const limitRequests = createMiddleware<{ Bindings: Partial<Pick<Env, "REQUEST_LIMIT">> }>(
  async ({ env, req }, next) => {
    const address = addressOf(req.raw);
    const network = address === undefined ? undefined : networkOf(address);
    if (env.REQUEST_LIMIT !== undefined && network !== undefined) {
      const { success } = await env.REQUEST_LIMIT.limit({ key: network });
      if (!success) return jsonError("rate_limited", 429, { "retry-after": String(PERIOD_SECONDS) });
    }
    return next();
  },
);
