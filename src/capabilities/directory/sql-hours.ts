import { SERIES_DAYS } from "../../protocol/operator.ts";
import { DAY_HOURS, type RoomHour, type StoredHour, type TotalHour } from "./room-report.ts";

/** Hours that are kept. */
export const KEPT_HOURS = (SERIES_DAYS + 1) * DAY_HOURS;

// Types and not interfaces: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type HourRow = { [Key in keyof StoredHour]: number };
type TotalRow = { [Key in keyof TotalHour]: number };

const COLUMNS = "hour, messages, people, joins, bytes, deliveries, failures, refused";

/** The hours of each room, and of all together. */
export class SqlHours {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Replaces an hour of a room, and adds to that of all what is new.
   *
   * @returns messages that are new
   */
  put(room: string, reported: RoomHour, bytes: number): number {
    const [known] = this.#sql.exec<HourRow>(
      `SELECT ${COLUMNS} FROM hours WHERE hour = ? AND room = ?`,
      reported.hour,
      room,
    );
    // The room forgets how many people there were, and its log may have lost messages. It never counts anything twice.
    const { people = 0, messages = 0 } = known ?? {};
    const hour = {
      ...reported,
      people: Math.max(reported.people, people),
      messages: Math.max(reported.messages, messages),
      bytes,
    };
    const values = (one: StoredHour) => [
      one.messages,
      one.people,
      one.joins,
      one.bytes,
      one.deliveries,
      one.failures,
      one.refused,
    ];
    this.#sql.exec(
      `INSERT OR REPLACE INTO hours (${COLUMNS}, room) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      hour.hour,
      ...values(hour),
      room,
    );
    const news = (key: keyof RoomHour) => hour[key] - (known?.[key] ?? 0);
    this.#sql.exec(
      `INSERT INTO totals (${COLUMNS}, rooms) VALUES (?1, ?2, ?3, ?4,
         coalesce((SELECT bytes FROM totals WHERE hour < ?1 ORDER BY hour DESC LIMIT 1), 0), ?5, ?6, ?7, ?8)
       ON CONFLICT (hour) DO UPDATE SET rooms = rooms + excluded.rooms, messages = messages + excluded.messages,
         people = people + excluded.people, joins = joins + excluded.joins, deliveries = deliveries + excluded.deliveries,
         failures = failures + excluded.failures, refused = refused + excluded.refused`,
      hour.hour,
      news("messages"),
      news("people"),
      news("joins"),
      news("deliveries"),
      news("failures"),
      news("refused"),
      known === undefined ? 1 : 0,
    );
    return news("messages");
  }

  /** Notes how large all rooms are together. */
  setTotalBytes(hour: number, bytes: number): void {
    this.#sql.exec(
      `INSERT INTO totals (${COLUMNS}, rooms) VALUES (?, 0, 0, 0, ?, 0, 0, 0, 0) ON CONFLICT (hour) DO UPDATE SET bytes = excluded.bytes`,
      hour,
      bytes,
    );
  }

  /** Size of all rooms, as it was noted in this hour; `undefined` if nothing was. */
  totalBytes(hour: number): number | undefined {
    const [row] = this.#sql.exec<{ bytes: number }>("SELECT bytes FROM totals WHERE hour = ?", hour);
    return row?.bytes;
  }

  /** Hours of a room that are kept, in order. */
  ofRoom(room: string, now: number): StoredHour[] {
    // One look-up for each hour: a range would read the other rooms too.
    const hours = Array.from({ length: KEPT_HOURS }, (_, index) => now - KEPT_HOURS + 1 + index);
    return this.#sql
      .exec<HourRow>(
        `SELECT ${COLUMNS} FROM json_each(?) AS wanted JOIN hours ON hour = wanted.value AND room = ? ORDER BY hour`,
        JSON.stringify(hours),
        room,
      )
      .toArray();
  }

  /** Hours of all rooms that are kept, in order. */
  total(now: number): TotalHour[] {
    return this.#sql
      .exec<TotalRow>(`SELECT ${COLUMNS}, rooms FROM totals WHERE hour > ? ORDER BY hour`, now - KEPT_HOURS)
      .toArray();
  }

  forget(room: string, now: number): void {
    for (const { hour } of this.ofRoom(room, now)) {
      this.#sql.exec("DELETE FROM hours WHERE hour = ? AND room = ?", hour, room);
    }
  }

  /** Deletes the oldest hour that is not kept any more: as many go as come. Hours that are yet to come go too. */
  purge(now: number): void {
    const oldest = "(SELECT min(hour) FROM hours)";
    this.#sql.exec(`DELETE FROM hours WHERE hour = ${oldest} AND hour <= ?`, now - KEPT_HOURS);
    this.#sql.exec("DELETE FROM totals WHERE hour <= ?", now - KEPT_HOURS);
    // The clocks of two machines may be in two hours.
    for (const table of ["hours", "totals"]) this.#sql.exec(`DELETE FROM ${table} WHERE hour > ?`, now + 1);
  }
}
