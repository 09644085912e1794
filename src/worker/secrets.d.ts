/** What is not in wrangler.toml: secrets, from `.dev.vars` or `wrangler secret put`. */
interface Env {
  /** Whoever knows it may own every room (P9.2). */
  readonly OWNER_TOKEN?: string;
  /** Shared with the owner's own site, which signs people in by it (P8.1). */
  readonly JWT_SECRET?: string;
}
