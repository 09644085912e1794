import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

/** The owner's site in tests: the variables that vitest.config.ts sets, and matching tokens. */
export const ISSUER = "https://site.example";
export const AUDIENCE = "https://chat.example";
/** Exactly 32 bytes: the shortest secret that is accepted. */
export const SECRET = "a secret of the tests, 32 bytes.";
export const KEYS_URL = "https://site.example/keys";

export const KEYS = { JWT_JWKS_URL: KEYS_URL, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE } as const;
export const ACCESS = { ACCESS_TEAM_DOMAIN: "team.cloudflareaccess.com", ACCESS_AUD: "f".repeat(64) } as const;

/** The Access application around the operator's page. */
export const OPERATOR_AUD = "e".repeat(64);

/** Turnstile for new guests. */
export const TURNSTILE = { TURNSTILE_SITE_KEY: "0xSITE-key", TURNSTILE_SECRET: "0xSECRET-key" } as const;

export const HS256 = { JWT_SECRET: SECRET, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE } as const;

/** Seconds for which these tokens are valid. */
const VALID_FOR_S = 3_600;

/** The claims of a valid token. A claim set to `undefined` is omitted. */
export function claims(overrides: object = {}, now = Date.now()): JWTPayload {
  const issued = Math.floor(now / 1_000);
  const all = { iss: ISSUER, aud: AUDIENCE, sub: "ada", iat: issued, exp: issued + VALID_FOR_S, ...overrides };
  return JSON.parse(JSON.stringify(all)) as JWTPayload;
}

/** A token of the owner's site, signed with the shared secret. */
export function siteToken(overrides: object = {}, secret = SECRET): Promise<string> {
  return new SignJWT(claims(overrides)).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(secret));
}

/** The algorithms that the room accepts. */
export type KeyAlgorithm = "RS256" | "ES256" | "EdDSA";

/** An issuer's key pair. */
export interface SigningKey {
  readonly kid: string;
  /** As it is in the issuer's key set. */
  readonly jwk: JWK;
  sign(overrides?: object): Promise<string>;
}

export async function signingKey(
  kid: string,
  alg: KeyAlgorithm | "PS256" | "RS512" | "ES384" = "ES256",
): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return {
    kid,
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" },
    sign: (overrides = {}) => new SignJWT(claims(overrides)).setProtectedHeader({ alg, kid }).sign(privateKey),
  };
}

/** A hand-made token with any header and signature. */
export function forgedToken(header: object, payload: object, signature = ""): string {
  return `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(payload))}.${signature}`;
}

/** For ASCII text. */
export function base64url(text: string): string {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
