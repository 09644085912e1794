import { MAX_NEWCOMER_SECONDS } from "../../protocol/limits.ts";
import type { NewcomerStore } from "./newcomer-store.ts";

/** Milliseconds from one sweep of the tables to the next. No row in them is of use for longer. */
const SWEEP_EVERY_MS = MAX_NEWCOMER_SECONDS * 1_000;

/** The new guests of a room in the SQLite of its own object. */
export class SqlNewcomerStore implements NewcomerStore {
  readonly #sql: SqlStorage;
  #sweptAt = 0;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(uid: string, now: number): void {
    this.#sweep(now);
    this.#sql.exec("INSERT OR IGNORE INTO newcomers (uid, since) VALUES (?, ?)", uid, now);
  }

  since(uid: string): number | undefined {
    const [row] = this.#sql.exec<{ since: number }>("SELECT since FROM newcomers WHERE uid = ?", uid);
    return row?.since;
  }

  spend(salt: string, until: number, now: number): boolean {
    this.#sweep(now);
    const insert = "INSERT OR IGNORE INTO answered_challenges (salt, until) VALUES (?, ?) RETURNING salt";
    return this.#sql.exec(insert, salt, until).toArray().length > 0;
  }

  /** A flood of guests must not read the whole table for each of them, so rows are deleted once in a while. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < SWEEP_EVERY_MS) return;
    this.#sweptAt = now;
    this.#sql.exec("DELETE FROM newcomers WHERE since <= ?", now - SWEEP_EVERY_MS);
    this.#sql.exec("DELETE FROM answered_challenges WHERE until <= ?", now);
  }
}
