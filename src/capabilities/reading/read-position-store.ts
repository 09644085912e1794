/** How far people have read: a synchronous port, inside the transaction of the turn. */
export interface ReadPositionStore {
  /** The `seq` up to which a person has read; 0 if they have not said. */
  of(uid: string): number;
  put(uid: string, seq: number): void;
  forget(uid: string): void;
}
