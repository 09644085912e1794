import { issuedAt, signToken, uidOfNonce, verifyToken } from "./room-token.ts";
import type { TokenStore } from "./token-store.ts";

/** State of a room that decides about its guests' tokens. */
export interface TokenContext {
  /** Key that signs them. */
  readonly key: Uint8Array;
  readonly tokens: Pick<TokenStore, "signedOutAt">;
}

/**
 * The guest whom a token stands for.
 *
 * @param now milliseconds since 1970
 * @returns the uid, or `undefined` if the token is invalid, expired or revoked (P8.18)
 */
export function guestOf(token: string, { key, tokens }: TokenContext, now: number): string | undefined {
  const uid = verifyToken(key, token, now);
  if (uid === undefined) return undefined;
  return issuedAt(token) > (tokens.signedOutAt(uid) ?? Number.NEGATIVE_INFINITY) ? uid : undefined;
}

/**
 * The guest whom a nonce stands for (P8.15).
 *
 * @returns `undefined` for a guest who has signed out: whoever has the nonce must not become them (P8.18)
 */
export function guestOfNonce(nonce: string, { key, tokens }: TokenContext): string | undefined {
  const uid = uidOfNonce(key, nonce);
  return tokens.signedOutAt(uid) === undefined ? uid : undefined;
}

/** Signs a token for a guest. It is valid even if they signed out in the same millisecond. */
export function issueToken(uid: string, { key, tokens }: TokenContext, now: number): string {
  return signToken(key, uid, Math.max(now, (tokens.signedOutAt(uid) ?? 0) + 1));
}
