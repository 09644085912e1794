/** Secrets from `.dev.vars` or `wrangler secret put`, and bindings that wrangler.toml has only for those who want them. */
interface Env {
  /** Anyone who knows it may own every room (P9.2). */
  readonly OWNER_TOKEN?: string;
  /** Shared with the owner's own site, which signs people in by it (P8.1). */
  readonly JWT_SECRET?: string;
  /** Verifies what the widget of `TURNSTILE_SITE_KEY` says of a new guest (P10.3). */
  readonly TURNSTILE_SECRET?: string;
  /** Signs what is sent to `FILE_SCAN_URL` (P12.20). */
  readonly FILE_SCAN_SECRET?: string;
  /** A bucket for new files (P12.6). */
  readonly FILES?: R2Bucket;
  /** A dataset of Workers Analytics Engine for what happens in rooms (docs/deploying.md). */
  readonly METRICS?: AnalyticsEngineDataset;
}
