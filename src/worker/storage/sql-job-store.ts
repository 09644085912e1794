import type { JsonObject } from "../../protocol/json.ts";
import type { Job, JobStore } from "./job-store.ts";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type JobRow = { kind: string; due: number; payload: string; attempts: number };

/** The jobs of a room in the SQLite of its own object. */
export class SqlJobStore implements JobStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  put({ attempts, due, kind, payload }: Job): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO jobs (kind, due, payload, attempts) VALUES (?, ?, ?, ?)",
      kind,
      due,
      JSON.stringify(payload),
      attempts,
    );
  }

  delete(kind: string, only?: Job): void {
    if (only === undefined) this.#sql.exec("DELETE FROM jobs WHERE kind = ?", kind);
    else this.#sql.exec("DELETE FROM jobs WHERE kind = ? AND due = ? AND attempts = ?", kind, only.due, only.attempts);
  }

  retry({ attempts, due: before, kind }: Job, due: number): void {
    this.#sql.exec(
      "UPDATE jobs SET due = ?, attempts = attempts + 1 WHERE kind = ? AND due = ? AND attempts = ?",
      due,
      kind,
      before,
      attempts,
    );
  }

  has(kind: string): boolean {
    return this.#sql.exec("SELECT 1 FROM jobs WHERE kind = ?", kind).toArray().length > 0;
  }

  dueAt(kind: string): number | undefined {
    const [job] = this.#sql.exec<{ due: number }>("SELECT due FROM jobs WHERE kind = ?", kind);
    return job?.due;
  }

  due(now: number): Job[] {
    return (
      this.#sql
        .exec<JobRow>("SELECT kind, due, payload, attempts FROM jobs WHERE due <= ? ORDER BY due", now)
        .toArray()
        // Only `put` writes this column.
        .map((row) => ({ ...row, payload: JSON.parse(row.payload) as JsonObject }))
    );
  }

  nextDue(): number | undefined {
    const { due } = this.#sql.exec<{ due: number | null }>("SELECT min(due) AS due FROM jobs").one();
    return due ?? undefined;
  }
}
