import type { Report } from "../../protocol/moderation.ts";
import type { ListRange } from "../../room/moderation/moderation-store.ts";

/** A report as it is stored: the message is in the log. */
export type StoredReport = Omit<Report, "message">;

/**
 * The reports that wait for a moderator: a synchronous port, inside the transaction of the turn.
 * `test/support/report-store-contract.ts` tests what every implementation has to do.
 */
export interface ReportStore {
  /** Stores a report under the next number, unless this person has reported this message already. */
  addReport(report: Omit<StoredReport, "report">): void;
  /** @returns whether there was one */
  resolveReport(report: number): boolean;
  /** Counts the reports that wait: of everybody, or of one person. */
  openReports(by?: string): number;
  reports(range: ListRange): StoredReport[];
}
