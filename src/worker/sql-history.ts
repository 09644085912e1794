import type { MessageObject } from "../protocol/messages.ts";
import type { History } from "../room/history.ts";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type Row = {
  seq: number;
  at: number;
  uid: string;
  id: string;
  body: string;
};

/** The room's log in the SQLite of its own object. */
export class SqlHistory implements History {
  readonly #sql: SqlStorage;
  #head: number;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#head = sql.exec<{ head: number }>("SELECT coalesce(max(seq), 0) AS head FROM events").one().head;
  }

  head(): number {
    return this.#head;
  }

  append({ seq, at, uid, id, type, ...body }: MessageObject): void {
    // No AUTOINCREMENT: it burns a number with each conflict, and P4.2 allows no hole.
    this.#sql.exec(
      "INSERT INTO events (seq, at, uid, id, type, body) VALUES (?, ?, ?, ?, ?, ?)",
      seq,
      at,
      uid,
      id,
      type,
      JSON.stringify(body),
    );
    this.#head = seq;
  }

  find(uid: string, id: string): MessageObject | undefined {
    const [row] = this.#sql.exec<Row>("SELECT seq, at, uid, id, body FROM events WHERE uid = ? AND id = ?", uid, id);
    return row && toMessage(row);
  }

  newest(limit: number): MessageObject[] {
    const rows = this.#sql.exec<Row>("SELECT seq, at, uid, id, body FROM events ORDER BY seq DESC LIMIT ?", limit);
    return rows.toArray().reverse().map(toMessage);
  }
}

function toMessage({ seq, at, uid, id, body }: Row): MessageObject {
  // Only `append` writes this column, and it writes what it took out of a `MessageObject`.
  return { ...(JSON.parse(body) as MessageObject), type: "message", seq, at, uid, id };
}
