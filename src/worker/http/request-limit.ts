import { createMiddleware } from "hono/factory";
import { networkOf } from "../../room/limits/ip-network.ts";
import { jsonError } from "../base/json-error.ts";
import { readConfig } from "../config/config.ts";
import { addressOf } from "./client-address.ts";

/** Period of the rate limit binding in wrangler.toml, in seconds. A refused client may retry after it. */
const PERIOD_SECONDS = 10;

/**
 * Rejects requests from an address that sends too many (P5.5), before they reach a Durable Object. This limit is
 * approximate: the platform counts per location and with a delay. The room enforces the exact limits.
 *
 * Does nothing without the binding, or without an address, as in local development.
 */
export const limitRequests = createMiddleware<{ Bindings: Env }>(async ({ env, req }, next) => {
  // The binding is absent without its section in wrangler.toml, which its type does not say.
  const { REQUEST_LIMIT }: Partial<Pick<Env, "REQUEST_LIMIT">> = env;
  const address = addressOf(req.raw, readConfig(env).proxy);
  const network = address === undefined ? undefined : networkOf(address);
  if (REQUEST_LIMIT !== undefined && network !== undefined) {
    const { success } = await REQUEST_LIMIT.limit({ key: network });
    if (!success) return jsonError("rate_limited", 429, { "retry-after": String(PERIOD_SECONDS) });
  }
  return next();
});
