import type { ListedRoom, RoomPage, RoomQuery, RoomSort } from "../../protocol/operator.ts";
import { MAX_LISTED_ROOMS } from "../../protocol/operator.ts";
import { DAY_HOURS, HOUR_MS, hourOf, type RoomReport } from "./room-report.ts";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type RoomRow = {
  room: string;
  title: string;
  people: number;
  day: number;
  messages: number;
  bytes: number;
  last: number | null;
  reports: number;
  settings: string;
  since: number;
  at: number;
  deletes_at: number | null;
};
type SumsRow = { total: number; people: number; messages: number; bytes: number; reports: number };

const COLUMNS = "room, title, people, day, messages, bytes, last, reports, settings, since, at, deletes_at";

/** Messages of another day are not of today. */
const TODAY = "CASE WHEN day = ?1 THEN messages ELSE 0 END";

/** After a crash, a room may never say that its people left. */
const STALE_AFTER_MS = 2 * HOUR_MS;
const PEOPLE = "CASE WHEN at >= ?3 THEN people ELSE 0 END";

/** Days for which the public list has a room after its last report. */
const PUBLIC_DAYS = 30;

const ORDERS: Readonly<Record<RoomSort, { readonly by: string; readonly order: "asc" | "desc" }>> = {
  people: { by: PEOPLE, order: "desc" },
  messages: { by: TODAY, order: "desc" },
  size: { by: "bytes", order: "desc" },
  last: { by: "coalesce(last, 0)", order: "desc" },
  reports: { by: "reports", order: "desc" },
  name: { by: "room", order: "asc" },
};

/** The rooms of the directory, as they last reported. */
export class SqlRooms {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Replaces what is known of a room.
   *
   * @param sent messages that are new since the report before, of today
   * @returns by how many bytes it grew
   */
  put(report: RoomReport, sent: number): number {
    const { at, bytes, lastMessageAt, openReports, owners = 0, people, room, settings } = report;
    const known = this.#row(room);
    // Rooms of an older release don't say.
    const deletesAt = report.deletesAt === undefined ? (known?.deletes_at ?? null) : report.deletesAt;
    if (owners > 0) this.#sql.exec("INSERT INTO claimed (at) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM claimed)", at);
    const day = dayOf(at);
    const { topic = "" } = settings;
    const title = settings.title || room;
    this.#sql.exec(
      `INSERT OR REPLACE INTO rooms (${COLUMNS}, search, owners) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      room,
      title,
      people,
      day,
      (known?.day === day ? known.messages : 0) + sent,
      bytes,
      lastMessageAt,
      openReports,
      JSON.stringify(settings),
      known?.since ?? at,
      at,
      deletesAt,
      folded(`${room} ${title} ${topic}`),
      owners,
    );
    return bytes - (known?.bytes ?? 0);
  }

  delete(room: string): void {
    this.#sql.exec("DELETE FROM rooms WHERE room = ?", room);
  }

  /** Size of all rooms together. Reads each of them. */
  totalBytes(): number {
    return this.#sql.exec<{ bytes: number }>("SELECT coalesce(sum(bytes), 0) AS bytes FROM rooms").one().bytes;
  }

  /** @param deletesAt milliseconds since 1970; `undefined` if the room stays */
  setDeletion(room: string, deletesAt: number | undefined): void {
    this.#sql.exec("UPDATE rooms SET deletes_at = ? WHERE room = ?", deletesAt ?? null, room);
  }

  find(room: string, now: number): ListedRoom | undefined {
    const row = this.#row(room);
    return row && toListed(row, now);
  }

  /**
   * @param isPublic whether only rooms that everyone may read and that owners let be listed, and none that will be deleted
   * @param names the only rooms to list; absent: all of them
   */
  list(query: RoomQuery, now: number, isPublic: boolean, names?: readonly string[]): RoomPage {
    const { limit = MAX_LISTED_ROOMS, offset = 0, q = "", sort = "last" } = query;
    const day = dayOf(now);
    const { by, order } = ORDERS[sort];
    const open = isPublic
      ? `AND settings ->> '$.read' = 'everyone' AND settings ->> '$.listed' IS NOT 0 AND deletes_at IS NULL AND at >= (?1 - ${PUBLIC_DAYS}) * ${DAY_HOURS * HOUR_MS}`
      : "";
    const fresh = now - STALE_AFTER_MS;
    const among = names === undefined ? null : JSON.stringify(names);
    const where = `WHERE ?1 >= 0 AND ?3 <= ?3 AND instr(search, ?2) > 0 AND (?4 IS NULL OR room IN (SELECT value FROM json_each(?4))) ${open}`;
    const sums = this.#sql
      .exec<SumsRow>(
        `SELECT count(*) AS total, coalesce(sum(${PEOPLE}), 0) AS people, coalesce(sum(${TODAY}), 0) AS messages,
                coalesce(sum(bytes), 0) AS bytes, coalesce(sum(reports), 0) AS reports FROM rooms ${where}`,
        day,
        folded(q),
        fresh,
        among,
      )
      .one();
    const rooms = this.#sql
      .exec<RoomRow>(
        `SELECT ${COLUMNS} FROM rooms ${where} ORDER BY ${by} ${query.order ?? order}, room LIMIT ?5 OFFSET ?6`,
        day,
        folded(q),
        fresh,
        among,
        limit,
        offset,
      )
      .toArray()
      .map((row) => toListed(row, now));
    const { bytes, messages: messagesToday, people, reports: openReports, total } = sums;
    return {
      rooms,
      total,
      ...(offset + rooms.length < total && rooms.length > 0 ? { next: offset + rooms.length } : {}),
      sums: { people, messagesToday, bytes, openReports },
    };
  }

  /** Whether any room ever had an owner (P18.11). */
  isClaimed(): boolean {
    return this.#sql.exec("SELECT 1 FROM claimed").toArray().length > 0;
  }

  /** Rooms with open reports, by name. */
  reported(after: string, limit: number): { room: string; title: string }[] {
    return this.#sql
      .exec<{ room: string; title: string }>(
        "SELECT room, title FROM rooms WHERE reports > 0 AND room > ? ORDER BY room LIMIT ?",
        after,
        limit,
      )
      .toArray();
  }

  #row(room: string): RoomRow | undefined {
    const [row] = this.#sql.exec<RoomRow>(`SELECT ${COLUMNS} FROM rooms WHERE room = ?`, room);
    return row;
  }
}

/** Days since 1970. */
export function dayOf(ms: number): number {
  return Math.floor(hourOf(ms) / DAY_HOURS);
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function toListed(row: RoomRow, now: number): ListedRoom {
  // Only `put` writes the column.
  const rules = JSON.parse(row.settings) as ListedRoom["rules"];
  const { title: _, topic, ...others } = rules;
  return {
    room: row.room,
    title: row.title,
    ...(topic ? { topic } : {}),
    people: row.at >= now - STALE_AFTER_MS ? row.people : 0,
    messagesToday: row.day === dayOf(now) ? row.messages : 0,
    bytes: row.bytes,
    lastMessageAt: row.last,
    openReports: row.reports,
    rules: others,
    since: row.since,
    reportedAt: row.at,
    ...(row.deletes_at === null ? {} : { deletesAt: row.deletes_at }),
  };
}
