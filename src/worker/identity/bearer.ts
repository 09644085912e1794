import type { Requester } from "../../room/handshake/requester.ts";
import { isGuestToken } from "../../room/handshake/room-token.ts";
import { hashOfSecret, isEqual } from "../../room/moderation/secrets.ts";
import type { Config } from "../config/config.ts";
import { platformVerifier } from "./platform-verifier.ts";
import type { Verdict } from "./verifier.ts";

/** Who asks, or why nobody can say. */
export type RequesterVerdict =
  | { readonly ok: true; readonly requester: Requester }
  | Exclude<Verdict, { readonly ok: true }>;

const BEARER = /^bearer +(?<token>.+)$/i;

/**
 * Finds out who asks, by `Authorization: Bearer`. What a gateway puts beside a request does not count here: a browser
 * sends what leads to it along with any site's requests (P8.9).
 *
 * @param room which room is asked about, in its normal form
 */
export async function verifyBearer(
  authorization: string | undefined,
  room: string,
  { identity: { site }, ownerToken }: Pick<Config, "identity" | "ownerToken">,
): Promise<RequesterVerdict> {
  if (authorization === undefined) return { ok: true, requester: { type: "anonymous" } };
  const token = BEARER.exec(authorization)?.groups?.token;
  if (token === undefined) return { ok: false, code: "bad_token" };
  // Hashes are compared, so that not even the length of the secret shows in the time that it takes.
  if (ownerToken !== undefined && isEqual(hashOfSecret(token), hashOfSecret(ownerToken)))
    return { ok: true, requester: { type: "owner" } };
  if (isGuestToken(token)) return { ok: true, requester: { type: "guest", token } };
  if (site === undefined) return { ok: false, code: "bad_token" };
  const verdict = await platformVerifier(site).verify(token, room);
  return verdict.ok ? { ok: true, requester: { type: "signedIn", identity: verdict.identity } } : verdict;
}
