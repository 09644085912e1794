/**
 * Environment variables that keep wrangler from prompting, fetching or announcing anything. Spread `process.env` after them,
 * so that users can override each one.
 */
export const wranglerEnv = {
  // No update banner: the lockfile decides the version.
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
  // `wrangler dev` would fetch a sample of `Request.cf` and warn if it can't. We read none of it.
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};
