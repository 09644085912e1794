import { createMiddleware } from "hono/factory";
import { networkOf } from "../../room/limits/ip-network.ts";
import { jsonError } from "../json-error.ts";

/** Seconds over which the binding counts, as wrangler.toml sets it: by then, whoever was refused is let through again. */
const PERIOD_SECONDS = 10;

/** The peer's address, as the platform tells it. Nobody outside can set this header on Cloudflare. */
export function addressOf(request: Request): string | undefined {
  return request.headers.get("cf-connecting-ip") ?? undefined;
}

/**
 * Refuses an address that asks for more than people do (P5.5), before any object is touched. It is coarse: the platform
 * counts for each of its locations, and lags behind. What is exact stands in the room.
 *
 * A deployment without the binding, and a developer's own machine, are not limited.
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
