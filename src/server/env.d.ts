/** Bindings that the Worker has on a server of your own only (scripts/serve/workerd-config.ts). */
interface ServerEnv extends Env {
  /** The folder of the built page. */
  readonly SITE_FILES: Fetcher;
  /** The rules of the built page: those that Cloudflare reads from public/ and wrangler.toml. */
  readonly SITE: import("./site-manifest.ts").SiteManifest;
  /** "on" writes a line per request. */
  readonly LOG_REQUESTS: string;
}
