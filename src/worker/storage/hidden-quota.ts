import { MAX_HIDDEN_EVENTS } from "../../protocol/limits.ts";

/** An event beyond the limit. */
export interface SurplusEvent {
  readonly seq: number;
  readonly table: "hidden_messages" | "changes";
}

/**
 * Counts the hidden events of each author, and finds the one that has to go (P9.17). A shadow ban must not be noticeable,
 * so that no refusal can limit what a shadow-banned person stores.
 */
export class HiddenQuota {
  readonly #sql: SqlStorage;
  /** Hidden events by author, of those who stored one since this object started. */
  readonly #counts = new Map<string, number>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Counts an event that is about to be stored.
   *
   * @returns the author's oldest, if they now have too many
   */
  add(onlyFor: string): SurplusEvent | undefined {
    const count = this.#counts.get(onlyFor) ?? this.#count(onlyFor);
    this.#counts.set(onlyFor, Math.min(count + 1, MAX_HIDDEN_EVENTS));
    return count < MAX_HIDDEN_EVENTS ? undefined : this.#oldest(onlyFor);
  }

  /** Rows were deleted or rolled back. */
  clear(): void {
    this.#counts.clear();
  }

  #count(onlyFor: string): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT (SELECT count(*) FROM hidden_messages WHERE only_for = ?1) +
                (SELECT count(*) FROM changes WHERE only_for = ?1) AS count`,
        onlyFor,
      )
      .one().count;
  }

  #oldest(onlyFor: string): SurplusEvent | undefined {
    const [message, change] = (["hidden_messages", "changes"] as const).map((table) => {
      const query = `SELECT min(seq) AS seq FROM ${table} WHERE only_for = ?`;
      const { seq } = this.#sql.exec<{ seq: number | null }>(query, onlyFor).one();
      return seq === null ? undefined : { seq, table };
    });
    if (message === undefined || change === undefined) return message ?? change;
    return message.seq < change.seq ? message : change;
  }
}
