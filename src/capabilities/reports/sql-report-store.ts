import type { Evidence, ReportReason } from "../../protocol/lists.ts";
import type { ListRange } from "../../room/moderation/list-range.ts";
import {
  MAX_LISTED_REASONS,
  MAX_REPORTERS,
  type NewReport,
  type OwnReport,
  type ReportStore,
  type StoredReport,
  withVersion,
} from "./report-store.ts";

// Types and not interfaces: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type ReportRow = {
  report: number;
  at: number;
  target: number;
  count: number;
  evidence: string | null;
  resolved: number | null;
};
type ReasonRow = { uid: string; username: string; at: number; reason: string | null };

const REPORT = "report, at, target, count, evidence, resolved";

/** The reports of a room in the SQLite of its own object. */
export class SqlReportStore implements ReportStore {
  readonly #sql: SqlStorage;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add({ at, evidence: seen, from, reason, target, uid, username }: NewReport): boolean {
    const open = this.#openReport(target);
    const evidence = JSON.stringify(withVersion(open && evidenceOf(open), seen));
    if (open === undefined) {
      const { report } = this.#sql
        .exec<{ report: number }>(
          "INSERT INTO reports (at, target, count, evidence, author) VALUES (?, ?, 1, ?, ?) RETURNING report",
          at,
          target,
          evidence,
          seen.uid,
        )
        .one();
      this.#addReporter(report, { uid, username, at, reason: reason ?? null }, from);
      return true;
    }
    const isNew =
      open.count < MAX_REPORTERS && this.#addReporter(open.report, { uid, username, at, reason: reason ?? null }, from);
    this.#sql.exec(
      "UPDATE reports SET count = count + ?, evidence = ?, author = ? WHERE report = ?",
      isNew ? 1 : 0,
      evidence,
      seen.uid,
      open.report,
    );
    return false;
  }

  isOpen(target: number): boolean {
    return this.#openReport(target) !== undefined;
  }

  isKept(target: number): boolean {
    return this.#count("reports WHERE target = ?", target) > 0;
  }

  isReportedBy(uid: string, target: number): boolean {
    const open = this.#openReport(target);
    if (open === undefined) return false;
    return this.#count("reporters WHERE report = ? AND uid = ?", open.report, uid) > 0;
  }

  open(): number {
    return this.#count("reports WHERE resolved IS NULL");
  }

  openOf(uid: string): number {
    return this.#count("reporters JOIN reports USING (report) WHERE uid = ? AND resolved IS NULL", uid);
  }

  openFrom([one, other]: readonly string[]): number {
    if (one === undefined) return 0;
    return this.#count(
      'reporters JOIN reports USING (report) WHERE "from" IN (?, ?) AND resolved IS NULL',
      one,
      other ?? one,
    );
  }

  list({ before, limit }: ListRange, resolved: boolean): StoredReport[] {
    return this.#sql
      .exec<ReportRow>(
        `SELECT ${REPORT} FROM reports WHERE report < ? AND resolved IS ${resolved ? "NOT NULL" : "NULL"}
         ORDER BY report DESC LIMIT ?`,
        before ?? Number.MAX_SAFE_INTEGER,
        limit,
      )
      .toArray()
      .map((row) => this.#toStored(row));
  }

  resolve(report: number, now: number): boolean {
    const { rowsWritten } = this.#sql.exec(
      "UPDATE reports SET resolved = ? WHERE report = ? AND resolved IS NULL",
      now,
      report,
    );
    if (rowsWritten === 0) return false;
    this.#sql.exec('UPDATE reporters SET "from" = NULL WHERE report = ? AND "from" IS NOT NULL', report);
    return true;
  }

  purge(before: number): number | undefined {
    this.#sql.exec("DELETE FROM reporters WHERE report IN (SELECT report FROM reports WHERE resolved < ?)", before);
    this.#sql.exec("DELETE FROM reports WHERE resolved < ?", before);
    return (
      this.#sql.exec<{ oldest: number | null }>("SELECT min(resolved) AS oldest FROM reports").one().oldest ?? undefined
    );
  }

  ofPerson(uid: string): { made: OwnReport[]; about: StoredReport[] } {
    const made = this.#sql
      .exec<{ at: number; target: number; reason: string | null }>(
        `SELECT reporters.at, target, reason FROM reporters JOIN reports USING (report) WHERE uid = ? ORDER BY report`,
        uid,
      )
      .toArray()
      .map(({ reason, ...report }) => (reason === null ? report : { ...report, reason }));
    const about = this.#sql.exec<ReportRow>(`SELECT ${REPORT} FROM reports WHERE author = ? ORDER BY report`, uid);
    return { made, about: about.toArray().map((row) => this.#toStored(row)) };
  }

  forget(uid: string): void {
    this.#sql.exec(`UPDATE reporters SET username = '', reason = NULL, "from" = NULL WHERE uid = ?`, uid);
    const resolved = "SELECT report FROM reports WHERE author = ? AND resolved IS NOT NULL";
    this.#sql.exec(`DELETE FROM reporters WHERE report IN (${resolved})`, uid);
    this.#sql.exec("DELETE FROM reports WHERE author = ? AND resolved IS NOT NULL", uid);
  }

  /** @returns whether this person is new to the report */
  #addReporter(report: number, { at, reason, uid, username }: ReasonRow, from: string | undefined): boolean {
    const { rowsWritten } = this.#sql.exec(
      'INSERT OR IGNORE INTO reporters (report, uid, username, at, reason, "from") VALUES (?, ?, ?, ?, ?, ?)',
      report,
      uid,
      username,
      at,
      reason,
      from ?? null,
    );
    return rowsWritten > 0;
  }

  #openReport(target: number): ReportRow | undefined {
    const [row] = this.#sql.exec<ReportRow>(
      `SELECT ${REPORT} FROM reports WHERE target = ? AND resolved IS NULL`,
      target,
    );
    return row;
  }

  #count(from: string, ...values: (string | number)[]): number {
    return this.#sql.exec<{ count: number }>(`SELECT count(*) AS count FROM ${from}`, ...values).one().count;
  }

  #toStored(row: ReportRow): StoredReport {
    const { at, count, report, resolved, target } = row;
    const reasons = this.#sql
      .exec<ReasonRow>(
        "SELECT uid, username, at, reason FROM reporters WHERE report = ? ORDER BY at, uid LIMIT ?",
        report,
        MAX_LISTED_REASONS,
      )
      .toArray()
      .map(({ reason, ...other }): ReportReason => (reason === null ? other : { ...other, reason }));
    const [first] = reasons;
    const evidence = evidenceOf(row);
    return {
      report,
      at,
      by: first?.uid ?? "",
      target,
      ...(first?.reason === undefined ? {} : { reason: first.reason }),
      count,
      reasons,
      ...(evidence === undefined ? {} : { evidence }),
      ...(resolved === null ? {} : { resolved }),
    };
  }
}

/** Only this class writes the column. */
function evidenceOf({ evidence }: ReportRow): Evidence | undefined {
  return evidence === null ? undefined : (JSON.parse(evidence) as Evidence);
}
