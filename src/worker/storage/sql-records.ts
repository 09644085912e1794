import { MAX_ID_LENGTH } from "../../protocol/limits.ts";
import type { FirstSince, StoredRecord } from "../../room/log/event-log.ts";
import { messageFor } from "../../room/log/visibility.ts";
import { CHANGE_COLUMNS, type ChangeRow, storedMessage, toChange } from "./log-rows.ts";
import type { SqlReactions } from "./sql-reactions.ts";

type RecordRow = { seq: number; id: string; kind: "message" | "change" };

const TABLES = ["messages", "hidden_messages", "changes"];

/** Reads the log by person and by time, for export, erasure and retention (P11). */
export class SqlRecords {
  readonly #sql: SqlStorage;
  readonly #reactions: SqlReactions;

  constructor(sql: SqlStorage, reactions: SqlReactions) {
    this.#sql = sql;
    this.#reactions = reactions;
  }

  /** See `EventLog.recordsOf`; the cursor is the id of the row. */
  of(uid: string, after: string, limit: number, upTo: number | undefined): StoredRecord[] {
    const wanted = `uid = ?1 AND id > ?2${upTo === undefined ? "" : ` AND seq <= ?4 AND length(id) <= ${MAX_ID_LENGTH}`}`;
    // Each table is read in the order of its unique index, and the three are merged.
    const from = (table: string) =>
      `SELECT seq, id, '${table === "changes" ? "change" : "message"}' AS kind FROM ${table} WHERE ${wanted}`;
    const query = `${TABLES.map(from).join(" UNION ALL ")} ORDER BY id LIMIT ?3`;
    return this.#sql
      .exec<RecordRow>(query, uid, after, limit, ...(upTo === undefined ? [] : [upTo]))
      .toArray()
      .flatMap((row) => (row.kind === "message" ? this.#message(row, uid) : this.#change(row, uid)));
  }

  /** The first event from `oldest` on and before `end` that is not older than `at`. */
  firstSince(at: number, oldest: number, end: number): FirstSince {
    const from = (table: string) => `SELECT seq, at FROM ${table} WHERE seq >= ?1 AND seq < ?2 AND at >= ?3`;
    const query = `${TABLES.map(from).join(" UNION ALL ")} ORDER BY seq LIMIT 1`;
    const [first] = this.#sql.exec<{ seq: number; at: number }>(query, oldest, end, at);
    return first ?? { seq: end };
  }

  #message({ id, seq }: RecordRow, uid: string): StoredRecord[] {
    const stored = storedMessage(this.#sql, seq);
    if (stored === undefined) return [];
    const event = messageFor(stored, { uid, isModerator: false }, this.#reactions.of(seq, uid)) ?? stored.message;
    return [{ cursor: id, event, ...(stored.onlyFor === undefined ? {} : { onlyFor: stored.onlyFor }) }];
  }

  #change({ id, seq }: RecordRow, uid: string): StoredRecord[] {
    const [row] = this.#sql.exec<ChangeRow>(`SELECT ${CHANGE_COLUMNS} FROM changes WHERE seq = ?`, seq);
    if (row === undefined) return [];
    const { only_for: onlyFor, target, type } = row;
    const isTold = (type === "edit" || type === "preview") && target !== null;
    const changed = isTold ? storedMessage(this.#sql, target) : undefined;
    const current = changed && messageFor(changed, { uid, isModerator: false });
    return [{ cursor: id, event: toChange(row, current), ...(onlyFor === null ? {} : { onlyFor }) }];
  }
}
