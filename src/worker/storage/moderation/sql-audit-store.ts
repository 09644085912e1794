import type { AuditEntry } from "../../../protocol/lists.ts";
import {
  type AuditRef,
  type AuditStore,
  isRepeat,
  LASTING_ACTIONS,
  MAX_LASTING_ENTRIES,
  MAX_STORED_ENTRIES,
} from "../../../room/moderation/audit-store.ts";
import type { ListRange } from "../../../room/moderation/list-range.ts";
import { NEVER, readJson } from "./sql-values.ts";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type AuditRow = {
  entry: number;
  at: number;
  by: string;
  username: string;
  action: string;
  details: string;
  count: number;
  last: number | null;
};

const COLUMNS = 'entry, at, "by", username, action, details, count, last';

/** The audit log, in the table `audit`. */
export class SqlAuditStore implements AuditStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(done: Omit<AuditEntry, "entry" | "count" | "last">): AuditRef {
    const { action, at, by, details, username } = done;
    const lasting = LASTING_ACTIONS.includes(action) ? 1 : 0;
    const [newest] = this.list({ limit: 1 });
    if (newest !== undefined && isRepeat(newest, done)) {
      const { count = 1, entry } = newest;
      this.#sql.exec("UPDATE audit SET count = ?, last = ? WHERE entry = ?", count + 1, at, entry);
      return { entry, at, by };
    }
    const { entry } = this.#sql
      .exec<{ entry: number }>(
        `INSERT INTO audit (entry, at, "by", username, action, details, lasting)
         VALUES ((SELECT coalesce(max(entry), 0) + 1 FROM audit), ?, ?, ?, ?, ?, ?) RETURNING entry`,
        at,
        by,
        username,
        action,
        JSON.stringify(details),
        lasting,
      )
      .one();
    this.#sql.exec(
      `DELETE FROM audit WHERE lasting = ?1
       AND entry <= (SELECT entry FROM audit WHERE lasting = ?1 ORDER BY entry DESC LIMIT 1 OFFSET ?2)`,
      lasting,
      lasting === 1 ? MAX_LASTING_ENTRIES : MAX_STORED_ENTRIES,
    );
    return { entry, at, by };
  }

  list({ before, limit }: ListRange): AuditEntry[] {
    return this.#sql
      .exec<AuditRow>(
        `SELECT ${COLUMNS} FROM audit WHERE entry < ? ORDER BY entry DESC LIMIT ?`,
        before ?? NEVER,
        limit,
      )
      .toArray()
      .map(toEntry);
  }

  concerning(uid: string): AuditEntry[] {
    return this.#sql
      .exec<AuditRow>(`SELECT ${COLUMNS} FROM audit WHERE "by" = ?1 OR details ->> '$.uid' = ?1 ORDER BY entry`, uid)
      .toArray()
      .map(toEntry);
  }

  forgetName(uid: string): void {
    this.#sql.exec(`UPDATE audit SET username = '' WHERE "by" = ?`, uid);
    this.#sql.exec(
      `UPDATE audit SET details = json_remove(details, '$.username', '$.reason') WHERE details ->> '$.uid' = ?`,
      uid,
    );
  }
}

function toEntry({ count, details, last, ...entry }: AuditRow): AuditEntry {
  return {
    ...entry,
    details: readJson<AuditEntry["details"]>(details),
    ...(last === null ? {} : { count, last }),
  };
}
