import type { ReportStore, StoredReport } from "../../src/capabilities/reports/report-store.ts";
import { type ListRange, MAX_STORED_ENTRIES } from "../../src/room/moderation/moderation-store.ts";
import { newest } from "./memory-moderation-store.ts";

/** The reports of a room in memory. */
export class MemoryReportStore implements ReportStore {
  #reports: StoredReport[] = [];
  #reported = 0;

  addReport(report: Omit<StoredReport, "report">): void {
    if (this.#reports.some(({ by, target }) => by === report.by && target === report.target)) return;
    this.#reported += 1;
    this.#reports = [...this.#reports, { report: this.#reported, ...report }].slice(-MAX_STORED_ENTRIES);
  }

  resolveReport(report: number): boolean {
    const before = this.#reports.length;
    this.#reports = this.#reports.filter((other) => other.report !== report);
    return this.#reports.length < before;
  }

  openReports(by?: string): number {
    return this.#reports.filter((report) => by === undefined || report.by === by).length;
  }

  reports(range: ListRange): StoredReport[] {
    return newest(this.#reports, range, ({ report }) => report);
  }
}
