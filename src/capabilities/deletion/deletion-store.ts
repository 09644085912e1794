/** Messages that are being deleted, slice by slice. */
export interface Deletion {
  /** Their author; empty for everything before `head`, whoever wrote it. */
  readonly uid: string;
  /** The person who asked for it; empty for the owner of the deployment. */
  readonly by: string;
  /** The cursor up to which a person's messages are deleted. */
  readonly done: string;
  /** Of a person: the newest event when it was asked for. Otherwise the oldest event that stays. */
  readonly head: number;
}

/** Deletions that are not finished: a synchronous port, inside the transaction of the turn. */
export interface DeletionStore {
  next(): Deletion | undefined;
  put(deletion: Deletion): void;
  delete(uid: string): void;
}
