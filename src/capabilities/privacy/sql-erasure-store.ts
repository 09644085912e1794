import type { Erasure, ErasureStore } from "./erasure-store.ts";

/** The erasures of a room in the SQLite of its own object. */
export class SqlErasureStore implements ErasureStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  next(): Erasure | undefined {
    const [row] = this.#sql.exec<{ uid: string; done: string; head: number }>(
      "SELECT uid, done, head FROM erasures LIMIT 1",
    );
    return row;
  }

  put({ done, head, uid }: Erasure): void {
    this.#sql.exec("INSERT OR REPLACE INTO erasures (uid, done, head) VALUES (?, ?, ?)", uid, done, head);
  }

  delete(uid: string): void {
    this.#sql.exec("DELETE FROM erasures WHERE uid = ?", uid);
  }
}
