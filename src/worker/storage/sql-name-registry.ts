import type { NameRegistry, RegisteredName } from "../../room/people/name-registry.ts";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type PersonRow = {
  uid: string;
  username: string;
  skeleton: string;
  capitals: string | null;
  until: number;
  origin: string | null;
};

const PERSON = "uid, username, skeleton, capitals, until, origin";

/** Who has which name, in the SQLite of the room's own object. */
export class SqlNameRegistry implements NameRegistry {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(uid: string): RegisteredName | undefined {
    const [row] = this.#sql.exec<PersonRow>(`SELECT ${PERSON} FROM people WHERE uid = ?`, uid);
    return row && toKeptName(row);
  }

  alike([one = "", other = one]: readonly string[]): readonly RegisteredName[] {
    // Each of the two columns has its own index.
    const rows = this.#sql.exec<PersonRow>(
      `SELECT ${PERSON} FROM people WHERE skeleton IN (?1, ?2) OR capitals IN (?1, ?2)`,
      one,
      other,
    );
    return rows.toArray().map(toKeptName);
  }

  heldFrom([one = "", other = one]: readonly string[], now: number): readonly RegisteredName[] {
    return this.#sql
      .exec<PersonRow>(
        `SELECT ${PERSON} FROM people WHERE origin IN (?, ?) AND until > ? ORDER BY until, uid`,
        one,
        other,
        now,
      )
      .toArray()
      .map(toKeptName);
  }

  put({ from, skeletons: [skeleton = "", capitals], uid, until, username }: RegisteredName): void {
    // A column that an index holds costs a second row, even where it stays the same; and most of the time it does.
    const same = this.#sql.exec(
      "UPDATE people SET until = ? WHERE uid = ? AND username = ? AND skeleton = ? AND capitals IS ? AND origin IS ?",
      until,
      uid,
      username,
      skeleton,
      capitals ?? null,
      from ?? null,
    );
    if (same.rowsWritten > 0) return;
    this.#sql.exec(
      `INSERT INTO people (${PERSON}) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (uid) DO UPDATE SET
         username = excluded.username, skeleton = excluded.skeleton, capitals = excluded.capitals, until = excluded.until,
         origin = excluded.origin`,
      uid,
      username,
      skeleton,
      capitals ?? null,
      until,
      from ?? null,
    );
  }

  after(uid: string, limit: number): readonly RegisteredName[] {
    return this.#sql
      .exec<PersonRow>(`SELECT ${PERSON} FROM people WHERE uid > ? ORDER BY uid LIMIT ?`, uid, limit)
      .toArray()
      .map(toKeptName);
  }

  delete(uid: string): void {
    this.#sql.exec("DELETE FROM people WHERE uid = ?", uid);
  }
}

function toKeptName({ capitals, origin, skeleton, uid, until, username }: PersonRow): RegisteredName {
  const skeletons = capitals === null ? [skeleton] : [skeleton, capitals];
  return { uid, username, skeletons, until, ...(origin === null ? {} : { from: origin }) };
}
