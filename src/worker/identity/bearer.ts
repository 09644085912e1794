import type { Requester } from "../../room/handshake/requester.ts";
import { isBotToken, isGuestToken } from "../../room/tokens/room-token.ts";
import { hashOfSecret, isEqual } from "../../room/tokens/secrets.ts";
import type { Config } from "../config/config.ts";
import { platformVerifier } from "./platform-verifier.ts";
import type { Verdict } from "./verifier.ts";

/** Result of checking a bearer token. */
export type RequesterVerdict =
  | { readonly ok: true; readonly requester: Requester }
  | Exclude<Verdict, { readonly ok: true }>;

const BEARER = /^bearer +(?<token>.+)$/i;

/**
 * Authenticates an HTTP request by `Authorization: Bearer`. A gateway's header is ignored, because browsers attach the
 * gateway's cookie to requests from any site (P8.9).
 *
 * @param room normalized name of the room
 */
export async function verifyBearer(
  authorization: string | undefined,
  room: string,
  { identity: { site }, ownerToken }: Pick<Config, "identity" | "ownerToken">,
): Promise<RequesterVerdict> {
  if (authorization === undefined) return { ok: true, requester: { type: "anonymous" } };
  const token = BEARER.exec(authorization)?.groups?.token;
  if (token === undefined) return { ok: false, code: "bad_token" };
  // Compares hashes, so that the timing does not reveal the length of the secret either.
  if (ownerToken !== undefined && isEqual(hashOfSecret(token), hashOfSecret(ownerToken)))
    return { ok: true, requester: { type: "owner" } };
  if (isGuestToken(token)) return { ok: true, requester: { type: "guest", token } };
  if (isBotToken(token)) return { ok: true, requester: { type: "bot", token } };
  if (site === undefined) return { ok: false, code: "bad_token" };
  const verdict = await platformVerifier(site).verify(token, room);
  return verdict.ok ? { ok: true, requester: { type: "signedIn", identity: verdict.identity } } : verdict;
}
