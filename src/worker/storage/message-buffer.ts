import type { StoredMessage } from "../../room/log/visibility.ts";
import { NEW_MESSAGE_COLUMNS, type NewMessage, toNewRow } from "./log-rows.ts";

/** Limit of the platform per statement. */
const MAX_BOUND_PARAMETERS = 100;
const ROWS_PER_INSERT = Math.floor(MAX_BOUND_PARAMETERS / NEW_MESSAGE_COLUMNS.length);

/** Messages that a turn appended and that are not written yet: one statement then writes many of them. */
export class MessageBuffer {
  readonly #sql: SqlStorage;
  /** By `seq`. */
  readonly #messages = new Map<number, NewMessage>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(message: NewMessage): void {
    this.#messages.set(message.event.seq, message);
  }

  get(seq: number): StoredMessage | undefined {
    const message = this.#messages.get(seq);
    if (message === undefined) return undefined;
    const { event, onlyFor } = message;
    return { message: event, ...(onlyFor === undefined ? {} : { onlyFor }) };
  }

  write(): void {
    if (this.#messages.size === 0) return;
    const all = [...this.#messages.values()];
    this.#messages.clear();
    const rows = all.flatMap((message) => (message.onlyFor === undefined ? [toNewRow(message)] : []));
    for (let first = 0; first < rows.length; first += ROWS_PER_INSERT) {
      const some = rows.slice(first, first + ROWS_PER_INSERT);
      this.#sql.exec(insertInto("messages", NEW_MESSAGE_COLUMNS, some.length), ...some.flat());
    }
    const hiddenColumns = [...NEW_MESSAGE_COLUMNS, "only_for"];
    for (const message of all) {
      if (message.onlyFor === undefined) continue;
      this.#sql.exec(insertInto("hidden_messages", hiddenColumns, 1), ...toNewRow(message), message.onlyFor);
    }
  }
}

/** Statements by table and number of rows. Building one takes longer than binding a row to it. */
const statements = new Map<string, string>();

/** No AUTOINCREMENT: it skips a number with each conflict, and P4.2 allows no gap. */
function insertInto(table: string, columns: readonly string[], rows: number): string {
  const key = `${table} ${rows}`;
  const known = statements.get(key);
  if (known !== undefined) return known;
  const row = `(${columns.map(() => "?").join(", ")})`;
  const values = Array.from({ length: rows }, () => row).join(", ");
  // OR FAIL: the turn's savepoint undoes a failure, so that no statement needs a journal of its own.
  const statement = `INSERT OR FAIL INTO ${table} (${columns.join(", ")}) VALUES ${values}`;
  statements.set(key, statement);
  return statement;
}
