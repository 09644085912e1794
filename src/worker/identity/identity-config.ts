import { ConfigError } from "../config/config-error.ts";
import type { Issuer } from "./verifier.ts";

/** Bytes of a shared secret: a shorter one than the hash that it keys can be tried out (RFC 7518, 3.2). */
const MIN_SECRET_BYTES = 32;

/** Hosts that a key set may be fetched from without TLS: a developer's own machine. */
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whom the owner lets sign people in. */
export interface IdentityConfig {
  /** The owner's own site, whose tokens clients bring (P8.1). */
  readonly site?: Issuer;
  /** Cloudflare Access, which puts a token of its own to each request (P8.7). */
  readonly access?: Issuer;
}

/** The variables and secrets that this reads. An empty one is as good as absent. */
export interface IdentityVariables {
  readonly JWT_SECRET?: string;
  readonly JWT_JWKS_URL?: string;
  readonly JWT_ISSUER?: string;
  readonly JWT_AUDIENCE?: string;
  readonly ACCESS_TEAM_DOMAIN?: string;
  readonly ACCESS_AUD?: string;
}

/**
 * Reads who may sign people in. None of the messages holds a secret.
 *
 * @throws ConfigError which names the variable and what it takes
 */
export function readIdentityConfig(variables: IdentityVariables): IdentityConfig {
  const site = readSite(variables);
  const access = readAccess(variables);
  return {
    ...(site === undefined ? {} : { site }),
    ...(access === undefined ? {} : { access }),
  };
}

function readSite({
  JWT_AUDIENCE: audience = "",
  JWT_ISSUER: issuer = "",
  JWT_JWKS_URL: url = "",
  JWT_SECRET: secret = "",
}: IdentityVariables): Issuer | undefined {
  if (secret === "" && url === "") {
    if (issuer === "" && audience === "") return undefined;
    throw new ConfigError("JWT_ISSUER and JWT_AUDIENCE want JWT_SECRET or JWT_JWKS_URL beside them.");
  }
  if (secret !== "" && url !== "")
    throw new ConfigError("JWT_SECRET and JWT_JWKS_URL exclude each other: set one of them.");
  if (issuer === "") throw new ConfigError("JWT_ISSUER is missing: what the tokens of your site have as `iss`.");
  if (audience === "") throw new ConfigError("JWT_AUDIENCE is missing: what the tokens for this room have as `aud`.");
  return { issuer, audience, key: secret === "" ? { kind: "jwks", url: readKeysUrl(url) } : readSecret(secret) };
}

function readSecret(text: string): Issuer["key"] {
  const secret = new TextEncoder().encode(text);
  if (secret.length < MIN_SECRET_BYTES) {
    throw new ConfigError(`JWT_SECRET has ${MIN_SECRET_BYTES} bytes or more, not ${secret.length}.`);
  }
  return { kind: "secret", secret };
}

function readKeysUrl(text: string): string {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.has(url.hostname));
  if (url === null || !isSafe) throw new ConfigError(`JWT_JWKS_URL is the https address of a key set, not "${text}".`);
  return url.href;
}

function readAccess({
  ACCESS_AUD: audience = "",
  ACCESS_TEAM_DOMAIN: domain = "",
}: IdentityVariables): Issuer | undefined {
  if (domain === "" && audience === "") return undefined;
  if (domain === "" || audience === "") throw new ConfigError("ACCESS_TEAM_DOMAIN and ACCESS_AUD are set together.");
  const issuer = `https://${domain}`;
  if (URL.parse(issuer)?.origin !== issuer) {
    throw new ConfigError(`ACCESS_TEAM_DOMAIN is a host such as "team.cloudflareaccess.com", not "${domain}".`);
  }
  return { issuer, audience, key: { kind: "jwks", url: `${issuer}/cdn-cgi/access/certs` } };
}
