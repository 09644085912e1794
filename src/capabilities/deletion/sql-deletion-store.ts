import type { Deletion, DeletionStore } from "./deletion-store.ts";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type DeletionRow = { uid: string; by: string; done: string; head: number };

/** The unfinished deletions of a room in the SQLite of its own object. */
export class SqlDeletionStore implements DeletionStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  next(): Deletion | undefined {
    const [row] = this.#sql.exec<DeletionRow>('SELECT uid, "by", done, head FROM deletions LIMIT 1');
    return row;
  }

  put({ by, done, head, uid }: Deletion): void {
    this.#sql.exec('INSERT OR REPLACE INTO deletions (uid, "by", done, head) VALUES (?, ?, ?, ?)', uid, by, done, head);
  }

  delete(uid: string): void {
    this.#sql.exec("DELETE FROM deletions WHERE uid = ?", uid);
  }
}
