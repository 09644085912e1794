import type { TokenStore } from "../../../room/tokens/token-store.ts";

/** Revoked tokens and used claims, in the tables `signed_out` and `claims`. */
export class SqlTokenStore implements TokenStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  signOut(uid: string, at: number): void {
    this.#sql.exec("INSERT OR REPLACE INTO signed_out (uid, at) VALUES (?, ?)", uid, at);
  }

  signedOutAt(uid: string): number | undefined {
    const [row] = this.#sql.exec<{ at: number }>("SELECT at FROM signed_out WHERE uid = ?", uid);
    return row?.at;
  }

  spendClaim(nonce: string, until: number, now: number): boolean {
    this.#sql.exec("DELETE FROM claims WHERE until <= ?", now);
    return (
      this.#sql
        .exec("INSERT OR IGNORE INTO claims (nonce, until) VALUES (?, ?) RETURNING nonce", nonce, until)
        .toArray().length > 0
    );
  }
}
