import type { ChildProcess } from "node:child_process";

/** What a proxy stands in front of. */
export interface Proxied {
  /** `localhost:<port>`, where clients reach it. */
  readonly host: string;
  readonly port: number;
  /** The server behind it, as `127.0.0.1:<port>`. */
  readonly upstream: string;
  /** A folder for its files. */
  readonly scratch: string;
}

/** A reverse proxy of Debian's packages. */
export interface ReverseProxy {
  readonly name: string;
  /** Fails if it is not installed. */
  readonly version: readonly [string, string];
  /** Starts it. Resolves when it listens, with the certificate to trust. */
  readonly start: (proxied: Proxied) => Promise<{ readonly process: ChildProcess; readonly authority: string }>;
}
