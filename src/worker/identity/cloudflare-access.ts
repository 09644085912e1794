import { jsonError } from "../base/json-error.ts";
import type { Issuer } from "../config/identity-config.ts";
import { platformVerifier } from "./platform-verifier.ts";
import type { Verdict } from "./verifier.ts";

/** Header that Cloudflare Access adds to each request it lets through. */
export const ACCESS_HEADER = "cf-access-jwt-assertion";

/** Verifies the token of a gateway (P8.7). Returns `undefined` for a request that has none: its user is a guest. */
export async function verifyAccess(
  token: string | undefined,
  access: Issuer | undefined,
  room: string,
): Promise<Verdict | undefined> {
  if (token === undefined || access === undefined) return undefined;
  return platformVerifier(access).verify(token, room);
}

/** HTTP response for a token that could not be verified (P8.1, P8.5). */
export function refusal(verdict: Exclude<Verdict, { readonly ok: true }>): Response {
  switch (verdict.code) {
    case "bad_token":
      return jsonError("bad_token", 401, { "www-authenticate": "Bearer" });
    case "identity_unavailable":
      return jsonError("identity_unavailable", 503, { "retry-after": String(Math.ceil(verdict.retryAfter / 1_000)) });
  }
}
