import type { ListedRoom, RoomPage, RoomQuery, RoomSort } from "../../protocol/operator.ts";
import { MAX_LISTED_ROOMS } from "../../protocol/operator.ts";
import { DAY_HOURS, hourOf, type RoomReport } from "./room-report.ts";

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

const ORDERS: Readonly<Record<RoomSort, { readonly by: string; readonly order: "asc" | "desc" }>> = {
  people: { by: "people", order: "desc" },
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
  put({ at, bytes, lastMessageAt, openReports, owners, people, room, settings }: RoomReport, sent: number): number {
    const known = this.#row(room);
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
      known?.deletes_at ?? null,
      folded(`${room} ${title} ${topic}`),
      owners ?? 0,
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
    return row && toListed(row, dayOf(now));
  }

  /** @param isPublic whether only rooms that everyone may read are listed, and none that will be deleted */
  list(query: RoomQuery, now: number, isPublic: boolean): RoomPage {
    const { limit = MAX_LISTED_ROOMS, offset = 0, q = "", sort = "last" } = query;
    const day = dayOf(now);
    const { by, order } = ORDERS[sort];
    const open = isPublic ? "AND settings ->> '$.read' = 'everyone' AND deletes_at IS NULL" : "";
    const where = `WHERE ?1 >= 0 AND instr(search, ?2) > 0 ${open}`;
    const sums = this.#sql
      .exec<SumsRow>(
        `SELECT count(*) AS total, coalesce(sum(people), 0) AS people, coalesce(sum(${TODAY}), 0) AS messages,
                coalesce(sum(bytes), 0) AS bytes, coalesce(sum(reports), 0) AS reports FROM rooms ${where}`,
        day,
        folded(q),
      )
      .one();
    const rooms = this.#sql
      .exec<RoomRow>(
        `SELECT ${COLUMNS} FROM rooms ${where} ORDER BY ${by} ${query.order ?? order}, room LIMIT ?3 OFFSET ?4`,
        day,
        folded(q),
        limit,
        offset,
      )
      .toArray()
      .map((row) => toListed(row, day));
    const { bytes, messages: messagesToday, people, reports: openReports, total } = sums;
    return {
      rooms,
      total,
      ...(offset + rooms.length < total && rooms.length > 0 ? { next: offset + rooms.length } : {}),
      sums: { people, messagesToday, bytes, openReports },
    };
  }

  /** Whether a room has an owner (P18.11). */
  isClaimed(): boolean {
    return this.#sql.exec("SELECT 1 FROM rooms WHERE owners > 0 LIMIT 1").toArray().length > 0;
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

function toListed(row: RoomRow, day: number): ListedRoom {
  // Only `put` writes the column.
  const rules = JSON.parse(row.settings) as ListedRoom["rules"];
  const { title: _, topic, ...others } = rules;
  return {
    room: row.room,
    title: row.title,
    ...(topic ? { topic } : {}),
    people: row.people,
    messagesToday: row.day === day ? row.messages : 0,
    bytes: row.bytes,
    lastMessageAt: row.last,
    openReports: row.reports,
    rules: others,
    since: row.since,
    reportedAt: row.at,
    ...(row.deletes_at === null ? {} : { deletesAt: row.deletes_at }),
  };
}
