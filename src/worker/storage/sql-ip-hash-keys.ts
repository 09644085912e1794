import type { IpHashKey, IpHashKeyStore } from "../../room/limits/ip-hashes.ts";

/** The keys of a room's address hashes, in the SQLite of its own object. */
export class SqlIpHashKeyStore implements IpHashKeyStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  read(): IpHashKey[] {
    return this.#sql
      .exec<{ since: number; key: ArrayBuffer }>("SELECT since, key FROM address_keys ORDER BY since DESC")
      .toArray()
      .map(({ key, since }) => ({ since, key: new Uint8Array(key) }));
  }

  replace(keys: readonly IpHashKey[]): void {
    this.#sql.exec("DELETE FROM address_keys");
    for (const { key, since } of keys)
      this.#sql.exec("INSERT INTO address_keys (since, key) VALUES (?, ?)", since, key);
  }
}
