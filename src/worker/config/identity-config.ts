import { ConfigError } from "../base/config-error.ts";
import { readNumber } from "./read-number.ts";
import { secureUrl } from "./secure-url.ts";

/**
 * Minimum length of a shared secret, in bytes: a key shorter than the hash can be found by brute force (RFC 7518, 3.2).
 */
const MIN_SECRET_BYTES = 32;

/** Highest accepted `JWT_MAX_DAYS`: no token may be valid for longer than ten years in any case (P8.22). */
const MAX_DAYS = 3_650;

/** A trusted issuer of tokens, and how to verify them. */
export interface Issuer {
  /** Required value of `iss`, compared exactly. */
  readonly issuer: string;
  /** Value that `aud` must contain. */
  readonly audience: string;
  /** Days from now until which a token may be valid; absent if the owner sets no limit (P8.22). */
  readonly maxDays?: number;
  readonly key: SharedSecret | PublicKeys;
}

/** HS256. Anyone who can verify a token can also sign one. */
interface SharedSecret {
  readonly kind: "secret";
  readonly secret: Uint8Array;
}

/** RS256, ES256 or EdDSA, with the public keys at a URL. */
interface PublicKeys {
  readonly kind: "jwks";
  readonly url: string;
}

/** Issuers that may sign users in. */
export interface IdentityConfig {
  /** The owner's own site; clients send its tokens (P8.1). */
  readonly site?: Issuer;
  /** Cloudflare Access, which adds its own token to each request (P8.7). */
  readonly access?: Issuer;
  /** Cloudflare Access around the operator's page and API: its users are operators (P18.3). */
  readonly operatorAccess?: Issuer;
}

/** Variables and secrets about identity. An empty one counts as not set. */
export interface IdentityVariables {
  readonly JWT_SECRET?: string;
  readonly JWT_JWKS_URL?: string;
  readonly JWT_ISSUER?: string;
  readonly JWT_AUDIENCE?: string;
  readonly JWT_MAX_DAYS?: string;
  readonly ACCESS_TEAM_DOMAIN?: string;
  readonly ACCESS_AUD?: string;
  readonly ACCESS_OPERATOR_AUD?: string;
}

/**
 * Reads the issuers that may sign users in. Error messages never contain a secret.
 *
 * @throws ConfigError naming the variable and the values it accepts
 */
export function readIdentityConfig(variables: IdentityVariables): IdentityConfig {
  const site = readSite(variables);
  const access = readAccess(variables);
  const operatorAccess = readOperatorAccess(variables);
  return {
    ...(site === undefined ? {} : { site }),
    ...(access === undefined ? {} : { access }),
    ...(operatorAccess === undefined ? {} : { operatorAccess }),
  };
}

function readSite(variables: IdentityVariables): Issuer | undefined {
  const {
    JWT_AUDIENCE: audience = "",
    JWT_ISSUER: issuer = "",
    JWT_JWKS_URL: url = "",
    JWT_SECRET: secret = "",
  } = variables;
  const maxDays = readNumber(variables, "JWT_MAX_DAYS", 1, MAX_DAYS);
  if (secret === "" && url === "") {
    if (issuer === "" && audience === "") return undefined;
    throw new ConfigError("Missing JWT_SECRET or JWT_JWKS_URL: JWT_ISSUER and JWT_AUDIENCE need one of them.");
  }
  if (secret !== "" && url !== "")
    throw new ConfigError("Conflicting JWT_SECRET and JWT_JWKS_URL: set only one of them.");
  if (issuer === "") throw new ConfigError("Missing JWT_ISSUER: expected the `iss` of your site's tokens.");
  if (audience === "") throw new ConfigError("Missing JWT_AUDIENCE: expected the `aud` of your site's tokens.");
  const key = secret === "" ? ({ kind: "jwks", url: readKeysUrl(url) } as const) : readSecret(secret);
  return { issuer, audience, key, ...(maxDays === undefined ? {} : { maxDays }) };
}

function readSecret(text: string): Issuer["key"] {
  const secret = new TextEncoder().encode(text);
  if (secret.length < MIN_SECRET_BYTES) {
    throw new ConfigError(`Invalid JWT_SECRET: expected at least ${MIN_SECRET_BYTES} bytes, got ${secret.length}.`);
  }
  return { kind: "secret", secret };
}

function readKeysUrl(text: string): string {
  const url = secureUrl(text);
  if (url === undefined) {
    throw new ConfigError(`Invalid JWT_JWKS_URL: expected the https URL of a key set, got "${text}".`);
  }
  return url;
}

function readAccess({
  ACCESS_AUD: audience = "",
  ACCESS_OPERATOR_AUD: operators = "",
  ACCESS_TEAM_DOMAIN: domain = "",
}: IdentityVariables): Issuer | undefined {
  if (audience === "" && (domain === "" || operators !== "")) return undefined;
  if (domain === "" || audience === "")
    throw new ConfigError(
      `Missing ${domain === "" ? "ACCESS_TEAM_DOMAIN" : "ACCESS_AUD"}: ACCESS_TEAM_DOMAIN and ACCESS_AUD need each other.`,
    );
  return accessIssuer(domain, audience);
}

function readOperatorAccess({
  ACCESS_AUD: visitors = "",
  ACCESS_OPERATOR_AUD: audience = "",
  ACCESS_TEAM_DOMAIN: domain = "",
}: IdentityVariables): Issuer | undefined {
  if (audience === "") return undefined;
  if (domain === "") throw new ConfigError("Missing ACCESS_TEAM_DOMAIN: ACCESS_OPERATOR_AUD needs it.");
  if (audience === visitors) {
    throw new ConfigError(
      "Invalid ACCESS_OPERATOR_AUD: it is the tag of ACCESS_AUD, so every visitor would be an operator. Make an application for /admin and /api/operator.",
    );
  }
  return accessIssuer(domain, audience);
}

function accessIssuer(domain: string, audience: string): Issuer {
  const issuer = `https://${domain}`;
  if (URL.parse(issuer)?.origin !== issuer) {
    throw new ConfigError(
      `Invalid ACCESS_TEAM_DOMAIN: expected a host such as "team.cloudflareaccess.com", got "${domain}".`,
    );
  }
  return { issuer, audience, key: { kind: "jwks", url: `${issuer}/cdn-cgi/access/certs` } };
}
