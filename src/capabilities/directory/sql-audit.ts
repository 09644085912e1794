import type { AuditEntry } from "../../protocol/lists.ts";
import { type AuditPage, type AuditQuery, MAX_AUDIT_ENTRIES, type RoomAuditEntry } from "../../protocol/operator.ts";

/** Entries of all rooms that are kept; the oldest go first. */
export const KEPT_ENTRIES = 50_000;

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type AuditRow = { number: number; room: string; body: string };

const IS_THIS = "room = ? AND entry = ? AND at = ?";

/** The audit logs of all rooms, as they were reported. */
export class SqlAudit {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Adds an entry, or replaces it. One that was counted again (P9.34) becomes the newest. Its time tells it from an entry of
   * a deleted room of the same name.
   */
  put(room: string, entry: AuditEntry): void {
    const key = [room, entry.entry, entry.at];
    const [stored] = this.#sql.exec<{ body: string }>(`SELECT body FROM audit WHERE ${IS_THIS}`, ...key);
    // Only this method writes the column.
    const isAgain = stored !== undefined && (JSON.parse(stored.body) as AuditEntry).last !== entry.last;
    if (isAgain) this.#sql.exec(`DELETE FROM audit WHERE ${IS_THIS}`, ...key);
    this.#sql.exec(
      `INSERT INTO audit (room, entry, at, last, body) VALUES (?1, ?2, ?3, ?4, ?5)
       ON CONFLICT (room, entry, at) DO UPDATE SET body = ?5`,
      ...key,
      entry.last ?? entry.at,
      JSON.stringify(entry),
    );
  }

  /** Adds what was done to all rooms. */
  add(done: Omit<AuditEntry, "entry">): void {
    const query = "SELECT coalesce(max(entry), 0) + 1 AS entry FROM audit WHERE room = ''";
    const { entry } = this.#sql.exec<{ entry: number }>(query).one();
    this.put("", { entry, ...done });
  }

  list({ before, limit = MAX_AUDIT_ENTRIES, room }: AuditQuery): AuditPage {
    const ofRoom = room === undefined ? "?3 IS NULL" : "room = ?3";
    const isBefore =
      before === undefined ? "?1 IS NULL" : "(last, number) < ((SELECT last FROM audit WHERE number = ?1), ?1)";
    const rows = this.#sql
      .exec<AuditRow>(
        `SELECT number, room, body FROM audit WHERE ${isBefore} AND ${ofRoom} ORDER BY last DESC, number DESC LIMIT ?2`,
        before ?? null,
        limit,
        room ?? null,
      )
      .toArray();
    const last = rows.at(-1);
    return {
      // Only `put` writes the column.
      entries: rows.map((row): RoomAuditEntry => ({ room: row.room, ...(JSON.parse(row.body) as AuditEntry) })),
      ...(last === undefined || rows.length < limit ? {} : { next: last.number }),
    };
  }

  purge(): void {
    this.#sql.exec("DELETE FROM audit WHERE number <= (SELECT max(number) FROM audit) - ?", KEPT_ENTRIES);
  }
}
