/**
 * New guests and answered challenges: a synchronous port, inside the transaction of the turn. Times are in milliseconds
 * since 1970. `test/support/newcomer-store-contract.ts` tests what every implementation has to do.
 */
export interface NewcomerStore {
  /** Remembers that a guest is here for the first time, unless they are known already. */
  add(uid: string, now: number): void;
  /** Returns when a guest was here first; `undefined` if that is not known, or long ago. */
  since(uid: string): number | undefined;
  /**
   * Uses up a challenge.
   *
   * @param until when the challenge expires
   * @returns whether this is its first answer
   */
  spend(salt: string, until: number, now: number): boolean;
}
