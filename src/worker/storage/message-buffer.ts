import type { StoredMessage } from "../../room/log/visibility.ts";
import { NEW_MESSAGE_COLUMNS, type NewMessage, toNewRow } from "./log-rows.ts";

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
    if (rows.length > 0) this.#sql.exec(INSERT_MESSAGES, JSON.stringify(rows));
    for (const message of all) {
      if (message.onlyFor !== undefined) this.#sql.exec(INSERT_HIDDEN_MESSAGE, ...toNewRow(message), message.onlyFor);
    }
  }
}

/**
 * All rows as one parameter, because binding a parameter costs as much as storing its value. No AUTOINCREMENT: it skips a
 * number with each conflict, and P4.2 allows no gap. OR FAIL: the turn's savepoint undoes a failure, so that no statement
 * needs a journal of its own.
 */
const INSERT_MESSAGES = `INSERT OR FAIL INTO messages (${NEW_MESSAGE_COLUMNS.join(", ")})
  SELECT ${NEW_MESSAGE_COLUMNS.map((_, index) => `value ->> ${index}`).join(", ")} FROM jsonb_each(?)`;

/** Most rooms never need it. */
const INSERT_HIDDEN_MESSAGE = `INSERT OR FAIL INTO hidden_messages (${NEW_MESSAGE_COLUMNS.join(", ")}, only_for)
  VALUES (${NEW_MESSAGE_COLUMNS.map(() => "?").join(", ")}, ?)`;
