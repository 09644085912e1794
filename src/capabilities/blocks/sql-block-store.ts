import type { BlockStore } from "./block-store.ts";

/** The blocks of a room in the SQLite of its own object. */
export class SqlBlockStore implements BlockStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  of(uid: string): readonly string[] {
    return this.#sql
      .exec<{ blocked: string }>("SELECT blocked FROM blocks WHERE uid = ? ORDER BY blocked", uid)
      .toArray()
      .map(({ blocked }) => blocked);
  }

  put(uid: string, blocked: string): void {
    this.#sql.exec("INSERT OR IGNORE INTO blocks (uid, blocked) VALUES (?, ?)", uid, blocked);
  }

  delete(uid: string, blocked: string): void {
    this.#sql.exec("DELETE FROM blocks WHERE uid = ? AND blocked = ?", uid, blocked);
  }

  forget(uid: string): void {
    this.#sql.exec("DELETE FROM blocks WHERE uid = ?1 OR blocked = ?1", uid);
  }
}
