import type { ReadPositionStore } from "./read-position-store.ts";

/** The read positions of a room in the SQLite of its own object. */
export class SqlReadPositionStore implements ReadPositionStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  of(uid: string): number {
    const [row] = this.#sql.exec<{ seq: number }>("SELECT seq FROM read_positions WHERE uid = ?", uid);
    return row?.seq ?? 0;
  }

  put(uid: string, seq: number): void {
    this.#sql.exec(
      "INSERT INTO read_positions (uid, seq) VALUES (?1, ?2) ON CONFLICT (uid) DO UPDATE SET seq = ?2",
      uid,
      seq,
    );
  }

  forget(uid: string): void {
    this.#sql.exec("DELETE FROM read_positions WHERE uid = ?", uid);
  }
}
