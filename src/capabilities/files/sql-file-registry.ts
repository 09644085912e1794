import type { StoredFile } from "./stored-file.ts";

/**
 * - `begun`: its bytes are on their way
 * - `ready`: a message may name it
 * - `held`: its message was deleted, and a report keeps it for moderators
 * - `gone`: its bytes are about to be deleted
 */
export type FileState = "begun" | "ready" | "held" | "gone";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type FileRow = {
  id: string;
  size: number;
  hash: string;
  name: string;
  type: string;
  width: number | null;
  height: number | null;
};

const FILE = "id, size, hash, name, type, width, height";

/** The quota of the room in all has no day. */
const EVER = 0;

/** A limit of bytes: for whom, and on which day. */
export interface Quota {
  readonly who: string;
  /** Days since 1970. Absent: in all. */
  readonly day?: number;
  readonly limit: number;
}

/** The files of a room, and the messages that name them, in the room's own SQLite: inside the transaction of the turn. */
export class SqlFileRegistry {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether anyone ever uploaded anything: the room's count of bytes has a row since. */
  hasAny(): boolean {
    return this.#sql.exec("SELECT 1 FROM file_quotas WHERE who = '' LIMIT 1").toArray().length > 0;
  }

  /** @param size bytes that are reserved for it */
  begin(id: string, uid: string, size: number, now: number): void {
    this.#sql.exec(
      "INSERT INTO files (id, uid, at, state, uses, live, size) VALUES (?, ?, ?, 'begun', 0, 0, ?)",
      id,
      uid,
      now,
      size,
    );
  }

  /** The bytes that are reserved for an upload of a person; `undefined` if there is no such upload. */
  begun(id: string, uid: string): number | undefined {
    const query = "SELECT size FROM files WHERE id = ? AND uid = ? AND state = 'begun'";
    return this.#sql.exec<{ size: number }>(query, id, uid).toArray()[0]?.size;
  }

  /** A person's file with these bytes, from an earlier upload. Its hour begins again. */
  same(uid: string, hash: string, now: number): StoredFile | undefined {
    const [row] = this.#sql.exec<FileRow>(
      `UPDATE files SET at = ? WHERE uid = ? AND hash = ? AND state = 'ready' RETURNING ${FILE}`,
      now,
      uid,
      hash,
    );
    return row && toFile(row);
  }

  /** Whether a person has a file with these bytes. */
  has(uid: string, hash: string): boolean {
    const query = "SELECT 1 FROM files WHERE uid = ? AND hash = ? AND state = 'ready' LIMIT 1";
    return this.#sql.exec(query, uid, hash).toArray().length > 0;
  }

  /** The bytes of an upload are stored. */
  finish({ hash, height, id, name, size, type, width }: StoredFile): void {
    this.#sql.exec(
      "UPDATE files SET state = 'ready', size = ?, hash = ?, name = ?, type = ?, width = ?, height = ? WHERE id = ?",
      size,
      hash,
      name,
      type,
      width ?? null,
      height ?? null,
      id,
    );
  }

  /** A file that a person may name in a message. */
  find(id: string, uid: string): StoredFile | undefined {
    const query = `SELECT ${FILE} FROM files WHERE id = ? AND uid = ? AND state = 'ready'`;
    const [row] = this.#sql.exec<FileRow>(query, id, uid);
    return row && toFile(row);
  }

  /** A message names files. */
  use(seq: number, ids: readonly string[], isHidden: boolean): void {
    for (const id of ids) {
      this.#sql.exec("INSERT INTO file_uses (seq, id, hidden, held) VALUES (?, ?, ?, 0)", seq, id, Number(isHidden));
      this.#sql.exec("UPDATE files SET uses = uses + 1, live = live + 1 WHERE id = ?", id);
    }
  }

  /**
   * A message was deleted. Files that no other one names go with it.
   *
   * @param isHeld keeps them for moderators, until it is called again
   */
  release(seq: number, isHeld: boolean): void {
    const query = "SELECT id, held FROM file_uses WHERE seq = ?";
    for (const { held, id } of this.#sql.exec<{ id: string; held: number }>(query, seq).toArray()) {
      if (isHeld) this.#sql.exec("UPDATE file_uses SET held = 1 WHERE seq = ? AND id = ?", seq, id);
      else this.#sql.exec("DELETE FROM file_uses WHERE seq = ? AND id = ?", seq, id);
      this.#sql.exec("UPDATE files SET uses = uses - ?, live = live - ? WHERE id = ?", isHeld ? 0 : 1, 1 - held, id);
      this.#sql.exec(
        "UPDATE files SET state = CASE WHEN uses = 0 THEN 'gone' ELSE 'held' END WHERE id = ? AND live = 0",
        id,
      );
    }
  }

  /** The messages before a `seq` that have files. */
  usesBefore(seq: number): number[] {
    return this.#seqs("SELECT DISTINCT seq FROM file_uses WHERE seq < ?", seq);
  }

  /** Hidden messages with files. */
  hiddenUses(): number[] {
    return this.#seqs("SELECT DISTINCT seq FROM file_uses WHERE hidden = 1");
  }

  /** Messages whose files are kept for moderators. */
  heldUses(): number[] {
    return this.#seqs("SELECT DISTINCT seq FROM file_uses WHERE held = 1");
  }

  /** Files that only moderators may read. */
  held(): string[] {
    return this.#ids("SELECT id FROM files WHERE state = 'held'");
  }

  /** Drops what a person uploaded, and no message names. */
  dropUnused(uid: string): void {
    this.#sql.exec("UPDATE files SET state = 'gone' WHERE uid = ? AND uses = 0", uid);
  }

  drop(id: string): void {
    this.#sql.exec("UPDATE files SET state = 'gone' WHERE id = ?", id);
  }

  /**
   * Drops uploads from before a time that no message names.
   *
   * @returns when the oldest of the others was uploaded, if there is one
   */
  expire(before: number): number | undefined {
    this.#sql.exec("UPDATE files SET state = 'gone' WHERE uses = 0 AND at <= ? AND state <> 'gone'", before);
    const query = "SELECT min(at) AS oldest FROM files WHERE uses = 0 AND state <> 'gone'";
    return this.#sql.exec<{ oldest: number | null }>(query).one().oldest ?? undefined;
  }

  /** Files whose bytes are to be deleted. */
  gone(limit: number): string[] {
    return this.#ids("SELECT id FROM files WHERE uses = 0 AND state = 'gone' LIMIT ?", limit);
  }

  /** The bytes of files are deleted: their rows go, and the room has their bytes back. */
  forget(ids: readonly string[]): void {
    for (const id of ids) {
      const [row] = this.#sql.exec<{ size: number }>(
        "DELETE FROM files WHERE id = ? AND state = 'gone' RETURNING size",
        id,
      );
      if (row !== undefined) this.spend({ who: "" }, -row.size);
    }
  }

  /** The bytes that were counted. */
  spent({ day = EVER, who }: Pick<Quota, "who" | "day">): number {
    const query = "SELECT bytes FROM file_quotas WHERE who = ? AND day = ?";
    return this.#sql.exec<{ bytes: number }>(query, who, day).toArray()[0]?.bytes ?? 0;
  }

  /** Counts bytes, or takes some back. */
  spend({ day = EVER, who }: Pick<Quota, "who" | "day">, bytes: number): void {
    this.#sql.exec(
      `INSERT INTO file_quotas (who, day, bytes) VALUES (?1, ?2, max(0, ?3))
       ON CONFLICT (who, day) DO UPDATE SET bytes = max(0, bytes + ?3)`,
      who,
      day,
      bytes,
    );
  }

  /** Deletes the counts of days before this one. */
  forgetDays(day: number): void {
    this.#sql.exec("DELETE FROM file_quotas WHERE day > ? AND day < ?", EVER, day);
  }

  /** Deletes the counts of a person. */
  forgetQuota(who: string): void {
    this.#sql.exec("DELETE FROM file_quotas WHERE who = ?", who);
  }

  /** Everything that a person uploaded. */
  ofPerson(uid: string): (StoredFile & { readonly at: number })[] {
    return this.#sql
      .exec<FileRow & { at: number }>(
        `SELECT at, ${FILE} FROM files WHERE uid = ? AND hash IS NOT NULL ORDER BY at`,
        uid,
      )
      .toArray()
      .map((row) => ({ at: row.at, ...toFile(row) }));
  }

  #seqs(query: string, ...values: number[]): number[] {
    return this.#sql
      .exec<{ seq: number }>(query, ...values)
      .toArray()
      .map(({ seq }) => seq);
  }

  #ids(query: string, ...values: number[]): string[] {
    return this.#sql
      .exec<{ id: string }>(query, ...values)
      .toArray()
      .map(({ id }) => id);
  }
}

function toFile({ hash, height, id, name, size, type, width }: FileRow): StoredFile {
  return { id, name, type, size, hash, ...(width === null ? {} : { width }), ...(height === null ? {} : { height }) };
}
