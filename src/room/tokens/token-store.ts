/** Tokens that are no longer valid. */
export interface TokenStore {
  /** Revokes the room's tokens of this person that were issued up to a time in milliseconds since 1970 (P8.18). */
  signOut(uid: string, at: number): void;
  /** Time of the last such revocation. Costs no row read if there is none. */
  signedOutAt(uid: string): number | undefined;
  /**
   * Marks a claim as used (P9.2).
   *
   * @param until expiry of the claim, in milliseconds since 1970; after it the mark can be dropped
   * @returns whether this is the first use
   */
  spendClaim(nonce: string, until: number, now: number): boolean;
}
