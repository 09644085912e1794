import type { BotStore, Scope, StoredBot } from "./bot-store.ts";

const COLUMNS = "id, name, avatar, scopes, at, made_by, used_at";

type Row = {
  id: string;
  name: string;
  avatar: string | null;
  scopes: string;
  at: number;
  made_by: string;
  used_at: number | null;
};

/** The tables of bots, and of incoming webhooks, which are bots that can only post. */
export type BotTable = "bots" | "incoming_hooks";

/** Bots in the SQLite of the room's own object. A room that never had one has no table for them. */
export class SqlBotStore implements BotStore {
  readonly #sql: SqlStorage;
  readonly #table: BotTable;
  /** Whether the table is there. A turn that is rolled back makes another store. */
  #exists = false;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage, table: BotTable) {
    this.#sql = sql;
    this.#table = table;
  }

  add({ at, avatar, by, id, name, scopes }: StoredBot, hash: string): void {
    this.#sql.exec(
      `CREATE TABLE IF NOT EXISTS ${this.#table} (
         hash    TEXT PRIMARY KEY,
         id      TEXT NOT NULL,
         name    TEXT NOT NULL,
         avatar  TEXT,
         scopes  TEXT NOT NULL,
         at      INTEGER NOT NULL,
         made_by TEXT NOT NULL,
         used_at INTEGER
       ) WITHOUT ROWID`,
    );
    this.#sql.exec(
      `INSERT INTO ${this.#table} (hash, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)`,
      hash,
      id,
      name,
      avatar ?? null,
      scopes.join(" "),
      at,
      by,
    );
  }

  find(id: string): StoredBot | undefined {
    return this.#select("WHERE id = ?", id)[0];
  }

  findByHash(hash: string): StoredBot | undefined {
    return this.#select("WHERE hash = ?", hash)[0];
  }

  list(): readonly StoredBot[] {
    return this.#select("ORDER BY at, id");
  }

  remove(id: string): void {
    if (this.#isThere()) this.#sql.exec(`DELETE FROM ${this.#table} WHERE id = ?`, id);
  }

  used(id: string, at: number): void {
    this.#sql.exec(`UPDATE ${this.#table} SET used_at = ? WHERE id = ?`, at, id);
  }

  #select(condition: string, ...values: SqlStorageValue[]): readonly StoredBot[] {
    if (!this.#isThere()) return [];
    const rows = this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM ${this.#table} ${condition}`, ...values);
    return rows.toArray().map(toBot);
  }

  #isThere(): boolean {
    const query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";
    this.#exists ||= this.#sql.exec(query, this.#table).toArray().length > 0;
    return this.#exists;
  }
}

function toBot({ at, avatar, id, made_by, name, scopes, used_at }: Row): StoredBot {
  return {
    id,
    name,
    avatar: avatar ?? undefined,
    // Written only by `add`.
    scopes: scopes.split(" ") as Scope[],
    at,
    by: made_by,
    usedAt: used_at ?? undefined,
  };
}
