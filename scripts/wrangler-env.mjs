/**
 * What wrangler's environment needs so that it does its work without asking, fetching or announcing anything else.
 * Whoever sets one of these otherwise is heeded: spread `process.env` after it.
 */
export const wranglerEnv = {
  // No banner with a version to update to: the lockfile says which version it is.
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
  // `wrangler dev` would fetch a sample of `Request.cf`, and warn where it cannot. We read none of it.
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};
