import type { Moving } from "./migrations.ts";

/** A move away. */
export interface Departure {
  readonly move: string;
  /** Address of the new server. */
  readonly to: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether the new server has the whole room. */
  readonly isDone: boolean;
}

/** A move to here. */
export interface Arrival {
  readonly move: string;
  /** The log as it came; absent until the room is whole. */
  readonly position?: { readonly epoch: string; readonly head: number };
}

/** Keys of the records in `meta`. They stay where they are when the room moves. */
export const RECORDS = ["departure", "arrival"] as const;

/** The table `meta`, under any of its names. */
type Meta = Moving | "meta";

/** Records of moves in a room's table `meta`. */
export class MoveRecords {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  departure(table: Meta): Departure | undefined {
    // Only this class writes them, and the next one.
    return this.#read(table, "departure") as Departure | undefined;
  }

  arrival(table: Meta): Arrival | undefined {
    return this.#read(table, "arrival") as Arrival | undefined;
  }

  depart(departure: Departure): void {
    this.#write("departing", "departure", departure);
  }

  setDone(): void {
    const departure = this.departure("departing");
    if (departure !== undefined) this.depart({ ...departure, isDone: true });
  }

  stay(): void {
    this.#sql.exec("DELETE FROM departing WHERE key = 'departure'");
  }

  arrive(table: Meta, arrival: Arrival): void {
    this.#write(table, "arrival", arrival);
  }

  /** Rows of the table that aren't records of moves. */
  countOthers(table: Meta): number {
    const query = `SELECT count(*) AS rows FROM ${table} WHERE key NOT IN ('departure', 'arrival')`;
    return this.#sql.exec<{ rows: number }>(query).one().rows;
  }

  /** The position of the log; without an epoch if the table has none. */
  position(table: Meta): { epoch: string; head: number } {
    const newestIn = (events: string) => `(SELECT coalesce(max(seq), 0) FROM ${events})`;
    const { epoch, newest, oldest } = this.#sql
      .exec<{ epoch: string | null; oldest: number | null; newest: number }>(
        `SELECT (SELECT value FROM ${table} WHERE key = 'epoch') AS epoch,
                (SELECT value FROM ${table} WHERE key = 'oldest') AS oldest,
                max(${["messages", "hidden_messages", "changes"].map(newestIn).join(", ")}) AS newest`,
      )
      .one();
    return { epoch: epoch ?? "", head: Math.max(newest, (oldest ?? 1) - 1) };
  }

  #read(table: Meta, key: string): unknown {
    const [row] = this.#sql.exec<{ value: string }>(`SELECT value FROM ${table} WHERE key = ?`, key).toArray();
    return row && JSON.parse(row.value);
  }

  #write(table: Meta, key: string, record: object): void {
    this.#sql.exec(`INSERT OR REPLACE INTO ${table} (key, value) VALUES (?, ?)`, key, JSON.stringify(record));
  }
}
