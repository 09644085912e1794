import type { ActivityStore, Counted, Reported } from "./activity-store.ts";
import { HOUR_MS, type HourCounts, NOTHING, type RoomHour } from "./room-report.ts";

// Types and not interfaces: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type ReportedRow = { at: number; seq: number; audited: number };
type HourRow = { [Key in keyof RoomHour]: number } & { owned: number };
type MessagesRow = { hour: number; messages: number; first: number };

/** What a room keeps for its reports, in the SQLite of its own object. */
export class SqlActivityStore implements ActivityStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  reported(): Reported | undefined {
    const [row] = this.#sql.exec<ReportedRow>("SELECT at, seq, audited FROM directory_reported WHERE rowid = 1");
    return row;
  }

  setReported({ at, audited, seq }: Reported, erased: readonly string[]): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO directory_reported (rowid, at, seq, audited) VALUES (1, ?, ?, ?)",
      at,
      seq,
      audited,
    );
    this.#sql.exec("DELETE FROM directory_hours WHERE hour < ?", Math.floor(at / HOUR_MS));
    for (const uid of erased) this.#sql.exec("DELETE FROM directory_erased WHERE uid = ?", uid);
  }

  erased(): string[] {
    return this.#sql
      .exec<{ uid: string }>("SELECT uid FROM directory_erased")
      .toArray()
      .map(({ uid }) => uid);
  }

  addErased(uid: string): void {
    this.#sql.exec("INSERT OR IGNORE INTO directory_erased (uid) VALUES (?)", uid);
  }

  add(hour: number, { deliveries, failures, joins, people, refused }: HourCounts, isOwned: boolean): void {
    this.#sql.exec(
      `INSERT INTO directory_hours (hour, people, joins, deliveries, failures, refused, owned)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (hour) DO UPDATE SET people = max(people, excluded.people), joins = joins + excluded.joins,
         deliveries = deliveries + excluded.deliveries, failures = failures + excluded.failures,
         refused = refused + excluded.refused, owned = max(owned, excluded.owned)`,
      hour,
      people,
      joins,
      deliveries,
      failures,
      refused,
      isOwned ? 1 : 0,
    );
  }

  addPruned(from: number, to: number): void {
    for (const table of ["messages", "hidden_messages"]) {
      this.#sql.exec(
        `INSERT INTO directory_hours (hour, people, joins, deliveries, failures, refused, messages)
         SELECT at / ${HOUR_MS}, 0, 0, 0, 0, 0, count(*) FROM ${table} WHERE seq >= ? AND seq < ? GROUP BY 1
         ON CONFLICT (hour) DO UPDATE SET messages = messages + excluded.messages`,
        from,
        to,
      );
    }
  }

  count(seq: number, first: number, now: number): Counted {
    const hours = new Map<number, RoomHour>();
    const counted = this.#sql.exec<HourRow>(
      `SELECT hour, people, joins, deliveries, failures, refused, messages, owned FROM directory_hours
       WHERE hour BETWEEN ? AND ?`,
      first,
      now,
    );
    let isOwned = false;
    for (const { owned, ...hour } of counted) {
      hours.set(hour.hour, hour);
      isOwned ||= owned > 0;
    }
    let from = Number.POSITIVE_INFINITY;
    for (const table of ["messages", "hidden_messages"]) {
      const sent = this.#sql.exec<MessagesRow>(
        `SELECT at / ${HOUR_MS} AS hour, count(*) AS messages, min(seq) AS first FROM ${table} WHERE seq >= ? GROUP BY hour`,
        seq,
      );
      for (const row of sent) {
        if (row.hour === now) from = Math.min(from, row.first);
        if (row.hour < first || row.hour > now) continue;
        const { messages, ...counts } = hours.get(row.hour) ?? { ...NOTHING, hour: row.hour, messages: 0 };
        hours.set(row.hour, { ...counts, messages: messages + row.messages });
      }
    }
    const inOrder = [...hours.values()].sort((one, other) => one.hour - other.hour);
    return { hours: inOrder, seq: from, isOwned };
  }

  lastMessageAt(): number | null {
    const newest = (table: string) => `coalesce((SELECT at FROM ${table} ORDER BY seq DESC LIMIT 1), 0)`;
    const { at } = this.#sql
      .exec<{ at: number }>(`SELECT max(${newest("messages")}, ${newest("hidden_messages")}) AS at`)
      .one();
    return at === 0 ? null : at;
  }

  bytes(): number {
    return this.#sql.databaseSize;
  }
}
