import { type ListRange, MAX_STORED_ENTRIES } from "../../room/moderation/moderation-store.ts";
import type { ReportStore, StoredReport } from "./report-store.ts";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type ReportRow = { report: number; at: number; by: string; target: number; reason: string | null };

/** The reports of a room in the SQLite of its own object. */
export class SqlReportStore implements ReportStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  addReport({ at, by, reason, target }: Omit<StoredReport, "report">): void {
    this.#sql.exec(
      'INSERT OR IGNORE INTO reports (at, "by", target, reason) VALUES (?, ?, ?, ?)',
      at,
      by,
      target,
      reason ?? null,
    );
    this.#sql.exec(
      "DELETE FROM reports WHERE report <= (SELECT report FROM reports ORDER BY report DESC LIMIT 1 OFFSET ?)",
      MAX_STORED_ENTRIES,
    );
  }

  resolveReport(report: number): boolean {
    return this.#sql.exec("DELETE FROM reports WHERE report = ? RETURNING report", report).toArray().length > 0;
  }

  openReports(by?: string): number {
    const [where, ...values] = by === undefined ? [""] : [' WHERE "by" = ?', by];
    return this.#sql.exec<{ waiting: number }>(`SELECT count(*) AS waiting FROM reports${where}`, ...values).one()
      .waiting;
  }

  reports({ before, limit }: ListRange): StoredReport[] {
    return this.#sql
      .exec<ReportRow>(
        'SELECT report, at, "by", target, reason FROM reports WHERE report < ? ORDER BY report DESC LIMIT ?',
        before ?? Number.MAX_SAFE_INTEGER,
        limit,
      )
      .toArray()
      .map(({ reason, ...report }) => (reason === null ? report : { ...report, reason }));
  }
}
