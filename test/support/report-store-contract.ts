import { expect, test } from "vitest";
import {
  MAX_LATER_VERSIONS,
  MAX_LISTED_REASONS,
  MAX_REPORTERS,
  type NewReport,
  type ReportStore,
} from "../../src/capabilities/reports/report-store.ts";

/** Everything that an implementation of {@link ReportStore} has to do; run over each. */
export function reportStoreContract(
  withStore: (check: (open: () => ReportStore) => void) => Promise<void> | void,
): void {
  const rule = (title: string, check: (open: () => ReportStore) => void) => test(title, () => withStore(check));

  rule("P9.28 a message has one report, with the first reasons and a count of people", (open) => {
    const store = open();
    expect(store.add(report("ada", 7))).toBe(true);
    expect(store.add(report("ada", 7, { at: 2, reason: "again" }))).toBe(false);
    expect(store.add(report("ben", 7, { at: 3, reason: "spam" }))).toBe(false);
    const listed = {
      report: 1,
      at: 1,
      by: "ada",
      target: 7,
      count: 2,
      reasons: [
        { uid: "ada", username: "ADA", at: 1 },
        { uid: "ben", username: "BEN", at: 3, reason: "spam" },
      ],
      evidence: { uid: "author", username: "Author", message: "text", at: 1 },
    };
    expect(open().list({ limit: 9 }, false)).toEqual([listed]);
    expect(open().list({ limit: 9 }, true)).toEqual([]);
    expect([store.open(), store.openOf("ada"), store.openOf("cyd")]).toEqual([1, 1, 0]);
    expect([store.isOpen(7), store.isOpen(8)]).toEqual([true, false]);
    expect([store.isReportedBy("ben", 7), store.isReportedBy("cyd", 7)]).toEqual([true, false]);
  });

  rule("P9.28 the number of people stops at 200, and five are listed", (open) => {
    const store = open();
    for (let person = 0; person < MAX_REPORTERS + 5; person += 1) store.add(report(`person-${person}`, 1));
    const [stored] = open().list({ limit: 1 }, false);
    expect(stored?.count).toBe(MAX_REPORTERS);
    expect(stored?.reasons).toHaveLength(MAX_LISTED_REASONS);
  });

  rule("P9.28 other texts that people reported are kept beside the first, and no more than five", (open) => {
    const store = open();
    for (let version = 0; version < MAX_LATER_VERSIONS + 3; version += 1) {
      store.add(report(`p${version}`, 1, {}, `text ${version}`));
    }
    store.add(report("again", 1, {}, "text 0"));
    const { evidence } = open().list({ limit: 1 }, false)[0] ?? {};
    expect(evidence?.message).toBe("text 0");
    expect(evidence?.later?.map(({ message }) => message)).toEqual(["text 1", "text 2", "text 3", "text 4", "text 7"]);
  });

  rule("P9.29 reports are counted by address, under any of its hashes", (open) => {
    const store = open();
    store.add(report("ada", 1, { from: "old" }));
    store.add(report("ben", 1, { from: "new" }));
    store.add(report("cyd", 2, { from: "new" }));
    store.add(report("dan", 3));
    expect([store.openFrom(["new", "old"]), store.openFrom(["new"]), store.openFrom([])]).toEqual([3, 2, 0]);
    store.resolve(1, 5);
    expect(store.openFrom(["new", "old"])).toBe(1);
  });

  rule("P9.28 a resolved report keeps its evidence until it is purged, and its number is not given again", (open) => {
    const store = open();
    for (const target of [1, 2, 3]) store.add(report("ada", target));
    expect(store.resolve(2, 20)).toBe(true);
    expect(store.resolve(3, 30)).toBe(true);
    expect(store.resolve(3, 31)).toBe(false);
    expect(open().list({ limit: 9 }, false)).toMatchObject([{ report: 1 }]);
    expect(open().list({ limit: 9 }, true)).toMatchObject([
      { report: 3, resolved: 30, evidence: { message: "text" } },
      { report: 2, resolved: 20 },
    ]);
    expect(store.add(report("ada", 3))).toBe(true);
    expect(store.purge(30)).toBe(30);
    expect(open().list({ limit: 9 }, true)).toMatchObject([{ report: 3 }]);
    expect(store.purge(31)).toBeUndefined();
    store.add(report("ada", 9));
    expect(open().list({ limit: 9 }, false)).toMatchObject([{ report: 5 }, { report: 4, target: 3 }, { report: 1 }]);
    expect(open().list({ limit: 9, before: 5 }, false)).toMatchObject([{ report: 4 }, { report: 1 }]);
  });

  rule("P11.3 a person is forgotten as a reporter, and as the author of what was resolved", (open) => {
    const store = open();
    store.add(report("ada", 1, { reason: "rude", from: "hash" }));
    store.add({ ...report("ben", 2), evidence: { uid: "ada", username: "Ada", message: "open", at: 1 } });
    store.add({ ...report("ben", 3), evidence: { uid: "ada", username: "Ada", message: "resolved", at: 1 } });
    store.resolve(3, 5);
    expect(store.ofPerson("ada")).toMatchObject({
      made: [{ at: 1, target: 1, reason: "rude" }],
      about: [{ evidence: { message: "open" } }, { evidence: { message: "resolved" } }],
    });
    store.forget("ada");
    expect(open().ofPerson("ada")).toMatchObject({
      made: [{ at: 1, target: 1 }],
      about: [{ evidence: { message: "open" } }],
    });
    expect(open().list({ limit: 9 }, false).at(-1)?.reasons).toEqual([{ uid: "ada", username: "", at: 1 }]);
    expect(store.openFrom(["hash"])).toBe(0);
  });
}

function report(uid: string, target: number, fields: Partial<NewReport> = {}, message = "text"): NewReport {
  const evidence = { uid: "author", username: "Author", message, at: fields.at ?? 1 };
  return { at: 1, uid, username: uid.toUpperCase(), target, evidence, ...fields };
}
