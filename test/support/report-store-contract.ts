import { expect, test } from "vitest";
import type { ReportStore } from "../../src/capabilities/reports/report-store.ts";
import { MAX_STORED_ENTRIES } from "../../src/room/moderation/moderation-store.ts";

/** Everything that an implementation of {@link ReportStore} has to do; run over each. */
export function reportStoreContract(
  withStore: (check: (open: () => ReportStore) => void) => Promise<void> | void,
): void {
  const rule = (title: string, check: (open: () => ReportStore) => void) => test(title, () => withStore(check));

  rule("P9.10 a report is there once for a person and a message, under a number that is never given again", (open) => {
    const reportStore = open();
    reportStore.addReport({ at: 1, by: "ada", target: 7 });
    reportStore.addReport({ at: 2, by: "ada", target: 7, reason: "again" });
    reportStore.addReport({ at: 3, by: "ben", target: 7, reason: "spam" });
    const second = { report: expect.any(Number), at: 3, by: "ben", target: 7, reason: "spam" };
    expect(open().reports({ limit: 9 })).toEqual([second, { report: 1, at: 1, by: "ada", target: 7 }]);
    expect(reportStore.openReports()).toBe(2);
    expect(reportStore.openReports("ada")).toBe(1);
    const [newest] = reportStore.reports({ limit: 1 });
    expect(reportStore.resolveReport(newest?.report ?? 0)).toBe(true);
    expect(reportStore.resolveReport(newest?.report ?? 0)).toBe(false);
    reportStore.addReport({ at: 4, by: "cyd", target: 8 });
    const reports = open().reports({ limit: 9 });
    expect(reports).toMatchObject([{ by: "cyd" }, { by: "ada" }]);
    expect(reports[0]?.report).toBeGreaterThan(newest?.report ?? 0);
    expect(reportStore.reports({ limit: 9, before: reports[0]?.report ?? 0 })).toMatchObject([{ by: "ada" }]);
  });

  rule("P9.10 of reports the newest 1,000 are kept", (open) => {
    const reportStore = open();
    for (let target = 1; target <= MAX_STORED_ENTRIES + 5; target += 1)
      reportStore.addReport({ at: 1, by: "ada", target });
    expect(reportStore.openReports()).toBe(MAX_STORED_ENTRIES);
    expect(reportStore.reports({ limit: 2_000 }).at(-1)).toMatchObject({ target: 6 });
  });
}
