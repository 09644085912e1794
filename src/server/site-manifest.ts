/** What the server knows about the built page. Written by the build, read by the Worker. */
export interface SiteManifest {
  /** A hash of each file's content, by its path. */
  readonly files: Readonly<Record<string, string>>;
  /** The text of public/_headers. */
  readonly headers: string;
  /** The text of public/_redirects. */
  readonly redirects: string;
  /** `run_worker_first` of wrangler.toml. */
  readonly workerFirst: readonly string[];
  /** The rate limit of wrangler.toml; absent if there is none. */
  readonly requestLimit?: { readonly limit: number; readonly period: number };
}
