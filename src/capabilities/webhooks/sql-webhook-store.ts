import type { DeliveryRecord, Subject } from "./delivery.ts";
import type { Disabled, Hook, HookSettings } from "./hook.ts";
import { TABLES } from "./tables.ts";
import type { Progress, StoredOccurrence, StoredRecord, WebhookStore } from "./webhook-store.ts";

/** Attempts that are kept of each hook. */
export const KEPT_DELIVERIES = 50;

/** Occurrences that wait at most. Beyond, the oldest are lost to hooks that are behind. */
const MAX_OCCURRENCES = 10_000;

// Types and not interfaces: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type HookRow = {
  id: string;
  at: number;
  settings: string;
  cursor: number;
  seen: number;
  attempts: number;
  failing_since: number | null;
  due: number;
  disabled: string | null;
};
type OccurrenceRow = { number: number; at: number; head: number; body: string };
type RecordRow = { number: number; at: number; uids: string; seq: number | null; record: string };

/** The hooks of a room in the SQLite of its own object. A room that never had one has no tables for them. */
export class SqlWebhookStore implements WebhookStore {
  readonly #sql: SqlStorage;
  /** Whether the tables are there. A turn that is rolled back makes another store. */
  #exists = false;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  list(): Hook[] {
    return this.#select<HookRow>("SELECT * FROM webhooks ORDER BY at, id").map(toHook);
  }

  find(id: string): Hook | undefined {
    const [row] = this.#select<HookRow>("SELECT * FROM webhooks WHERE id = ?", id);
    return row && toHook(row);
  }

  add({ id, at, attempts: _, cursor, disabled: __, due: ___, failingSince: ____, seen, ...settings }: Hook): void {
    if (!this.#isThere()) this.#sql.exec(TABLES);
    this.#sql.exec(
      "INSERT INTO webhooks (id, at, settings, cursor, seen) VALUES (?, ?, ?, ?, ?)",
      id,
      at,
      JSON.stringify(settings),
      cursor,
      seen,
    );
  }

  change(id: string, settings: HookSettings): void {
    this.#sql.exec("UPDATE webhooks SET settings = ? WHERE id = ?", JSON.stringify(settings), id);
  }

  move(id: string, { attempts, cursor, disabled, due, failingSince, seen }: Progress): void {
    this.#sql.exec(
      `UPDATE webhooks SET cursor = ?, seen = ?, attempts = ?, failing_since = ?, due = ?, disabled = ? WHERE id = ?`,
      cursor,
      seen,
      attempts,
      failingSince ?? null,
      due,
      disabled ?? null,
      id,
    );
  }

  remove(id: string): void {
    if (!this.#isThere()) return;
    this.#sql.exec("DELETE FROM webhooks WHERE id = ?", id);
    this.#sql.exec("DELETE FROM webhook_deliveries WHERE hook = ?", id);
  }

  note({ at, body, head }: Omit<StoredOccurrence, "number">, uids: readonly string[]): void {
    const { number } = this.#sql
      .exec<{ number: number }>(
        "INSERT INTO webhook_occurrences (at, head, uids, body) VALUES (?, ?, ?, ?) RETURNING number",
        at,
        head,
        uidList(uids),
        JSON.stringify(body),
      )
      .one();
    if (number % 100 === 0) this.passed(number - MAX_OCCURRENCES);
  }

  newestOccurrence(): number {
    const query = "SELECT coalesce(max(seq), 0) AS newest FROM sqlite_sequence WHERE name = 'webhook_occurrences'";
    return this.#select<{ newest: number }>(query)[0]?.newest ?? 0;
  }

  occurrenceAfter(number: number): StoredOccurrence | undefined {
    const query = "SELECT number, at, head, body FROM webhook_occurrences WHERE number > ? ORDER BY number LIMIT 1";
    const [row] = this.#select<OccurrenceRow>(query, number);
    // Only `note` writes this column.
    return row && { ...row, body: JSON.parse(row.body) as StoredOccurrence["body"] };
  }

  passed(number: number): void {
    if (!this.#isThere()) return;
    this.#sql.exec("DELETE FROM webhook_occurrences WHERE number <= ?", number);
  }

  record(hook: string, at: number, { seq, uids, ...record }: StoredRecord): number {
    const query = "SELECT coalesce(max(number), 0) + 1 AS number FROM webhook_deliveries WHERE hook = ?";
    const { number } = this.#sql.exec<{ number: number }>(query, hook).one();
    this.#sql.exec(
      `INSERT OR REPLACE INTO webhook_deliveries (hook, slot, number, at, uids, seq, record)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      hook,
      number % KEPT_DELIVERIES,
      number,
      at,
      uidList(uids),
      seq ?? null,
      JSON.stringify(record),
    );
    return number;
  }

  records(hook: string): DeliveryRecord[] {
    const query = "SELECT number, at, uids, seq, record FROM webhook_deliveries WHERE hook = ? ORDER BY number DESC";
    return this.#select<RecordRow>(query, hook).map(toRecord);
  }

  recordOf(hook: string, number: number): (DeliveryRecord & Pick<Subject, "uids">) | undefined {
    const query =
      "SELECT number, at, uids, seq, record FROM webhook_deliveries WHERE hook = ? AND slot = ? AND number = ?";
    const [row] = this.#select<RecordRow>(query, hook, number % KEPT_DELIVERIES, number);
    return row && { ...toRecord(row), uids: row.uids.split(" ").filter((uid) => uid !== "") };
  }

  ofPerson(uid: string): DeliveryRecord[] {
    const query = "SELECT number, at, uids, seq, record FROM webhook_deliveries WHERE instr(uids, ?) > 0";
    return this.#select<RecordRow>(query, uidList([uid])).map(toRecord);
  }

  forget(uid: string): void {
    if (!this.#isThere()) return;
    for (const table of ["webhook_deliveries", "webhook_occurrences"]) {
      this.#sql.exec(`DELETE FROM ${table} WHERE instr(uids, ?) > 0`, uidList([uid]));
    }
  }

  #select<T extends Record<string, SqlStorageValue>>(query: string, ...values: SqlStorageValue[]): T[] {
    return this.#isThere() ? this.#sql.exec<T>(query, ...values).toArray() : [];
  }

  #isThere(): boolean {
    const query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'webhooks'";
    this.#exists ||= this.#sql.exec(query).toArray().length > 0;
    return this.#exists;
  }
}

/** With a space around each, so that none is found within another. */
function uidList(uids: readonly string[]): string {
  return uids.length === 0 ? "" : ` ${uids.join(" ")} `;
}

function toHook({ disabled, failing_since: failingSince, settings, ...row }: HookRow): Hook {
  return {
    // Only `add` and `change` write this column.
    ...(JSON.parse(settings) as HookSettings),
    ...row,
    ...(failingSince === null ? {} : { failingSince }),
    ...(disabled === null ? {} : { disabled: disabled as Disabled }),
  };
}

function toRecord({ at, number, record, seq }: RecordRow): DeliveryRecord {
  // Only `record` writes this column.
  return { number, at, ...(JSON.parse(record) as StoredRecord), ...(seq === null ? {} : { seq }) };
}
