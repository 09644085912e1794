import { issuedAt, signToken, uidOfNonce, verifyToken } from "./room-token.ts";

/** Records of the guests who have signed out everywhere (P8.20). */
export interface SignOuts {
  /** When a guest last signed out, in milliseconds since 1970. */
  signedOutAt(uid: string): number | undefined;
}

/** State of a room that decides about its guests' tokens. */
export interface TokenContext {
  /** Key that signs them. */
  readonly key: Uint8Array;
  readonly moderationStore: SignOuts;
}

/**
 * The guest whom a token stands for.
 *
 * @param now milliseconds since 1970
 * @returns the uid, or `undefined` if the token is invalid, expired or revoked (P8.20)
 */
export function guestOf(token: string, { key, moderationStore }: TokenContext, now: number): string | undefined {
  const uid = verifyToken(key, token, now);
  if (uid === undefined) return undefined;
  return issuedAt(token) > (moderationStore.signedOutAt(uid) ?? Number.NEGATIVE_INFINITY) ? uid : undefined;
}

/**
 * The guest whom a nonce stands for (P8.15).
 *
 * @returns `undefined` for a guest who has signed out: whoever has the nonce must not become them (P8.20)
 */
export function guestOfNonce(nonce: string, { key, moderationStore }: TokenContext): string | undefined {
  const uid = uidOfNonce(key, nonce);
  return moderationStore.signedOutAt(uid) === undefined ? uid : undefined;
}

/** Signs a token for a guest. It is valid even if they signed out in the same millisecond. */
export function issueToken(uid: string, { key, moderationStore }: TokenContext, now: number): string {
  return signToken(key, uid, Math.max(now, (moderationStore.signedOutAt(uid) ?? 0) + 1));
}
