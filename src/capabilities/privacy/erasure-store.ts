/** A person whose messages are being erased, slice by slice. */
export interface Erasure {
  readonly uid: string;
  /** The `id` up to which their events are erased. */
  readonly done: string;
  /** Newest event when it was asked for: what they write after that stays. */
  readonly head: number;
}

/** The people who are being erased: a synchronous port, inside the transaction of the turn. */
export interface ErasureStore {
  next(): Erasure | undefined;
  put(erasure: Erasure): void;
  delete(uid: string): void;
}
