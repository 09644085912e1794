/** The people whom others blocked for themselves: a synchronous port, inside the transaction of the turn. */
export interface BlockStore {
  /** The `uid`s of the people whom a person blocked. */
  of(uid: string): readonly string[];
  put(uid: string, blocked: string): void;
  delete(uid: string, blocked: string): void;
  /** Deletes the blocks that a person made, and those of the person. */
  forget(uid: string): void;
}
