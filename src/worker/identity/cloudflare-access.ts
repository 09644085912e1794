import { jsonError } from "../json-error.ts";
import { platformVerifier } from "./platform-verifier.ts";
import type { Issuer, Verdict } from "./verifier.ts";

/** What Cloudflare Access puts beside each request that it lets through. */
export const ACCESS_HEADER = "cf-access-jwt-assertion";

/** P8.7: who the gateway says somebody is. Whoever comes past it is a guest. */
export async function verifyAccess(
  token: string | undefined,
  access: Issuer | undefined,
  room: string,
): Promise<Verdict | undefined> {
  if (token === undefined || access === undefined) return undefined;
  return platformVerifier(access).verify(token, room);
}

/** What somebody is told whose token does not hold (P8.1, P8.5). */
export function refusal(verdict: Exclude<Verdict, { readonly ok: true }>): Response {
  switch (verdict.code) {
    case "bad_token":
      return jsonError("bad_token", 401, { "www-authenticate": "Bearer" });
    case "identity_unavailable":
      return jsonError("identity_unavailable", 503, { "retry-after": String(Math.ceil(verdict.retryAfter / 1_000)) });
  }
}
