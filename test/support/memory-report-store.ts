import {
  MAX_LISTED_REASONS,
  MAX_REPORTERS,
  type NewReport,
  type OwnReport,
  type ReportStore,
  type StoredReport,
  withVersion,
} from "../../src/capabilities/reports/report-store.ts";
import type { Evidence, ReportReason } from "../../src/protocol/lists.ts";
import type { ListRange } from "../../src/room/moderation/list-range.ts";
import { newest } from "./newest.ts";

interface Entry {
  readonly report: number;
  readonly at: number;
  readonly target: number;
  readonly author: string;
  reporters: (ReportReason & { readonly from?: string })[];
  evidence: Evidence;
  resolved?: number;
}

/** The reports of a room in memory. */
export class MemoryReportStore implements ReportStore {
  #reports: Entry[] = [];
  #reported = 0;

  add({ evidence, target, ...reporter }: NewReport): boolean {
    const open = this.#open(target);
    if (open === undefined) {
      this.#reported += 1;
      const { at } = reporter;
      const author = evidence.uid;
      this.#reports.push({ report: this.#reported, at, target, author, reporters: [reporter], evidence });
      return true;
    }
    open.evidence = withVersion(open.evidence, evidence);
    const isKnown = open.reporters.some(({ uid }) => uid === reporter.uid);
    if (!isKnown && open.reporters.length < MAX_REPORTERS) open.reporters.push(reporter);
    return false;
  }

  isOpen(target: number): boolean {
    return this.#open(target) !== undefined;
  }

  isKept(target: number): boolean {
    return this.#reports.some((report) => report.target === target);
  }

  isReportedBy(uid: string, target: number): boolean {
    return this.#open(target)?.reporters.some((reporter) => reporter.uid === uid) ?? false;
  }

  open(): number {
    return this.#all(false).length;
  }

  openOf(uid: string): number {
    return this.#count((reporter) => reporter.uid === uid);
  }

  openFrom(hashes: readonly string[]): number {
    return this.#count(({ from }) => from !== undefined && hashes.includes(from));
  }

  list(range: ListRange, resolved: boolean): StoredReport[] {
    return newest(this.#all(resolved), range, ({ report }) => report).map(toStored);
  }

  resolve(report: number, now: number): boolean {
    const open = this.#all(false).find((other) => other.report === report);
    if (open === undefined) return false;
    open.resolved = now;
    open.reporters = open.reporters.map(({ from: _, ...reporter }) => reporter);
    return true;
  }

  purge(before: number): number | undefined {
    this.#reports = this.#reports.filter(({ resolved = before }) => resolved >= before);
    const times = this.#all(true).map(({ resolved = 0 }) => resolved);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  ofPerson(uid: string): { made: OwnReport[]; about: StoredReport[] } {
    const made = this.#reports.flatMap(({ reporters, target }) =>
      reporters
        .filter((reporter) => reporter.uid === uid)
        .map(({ at, reason }) => ({ at, target, ...(reason === undefined ? {} : { reason }) })),
    );
    return { made, about: this.#reports.filter(({ author }) => author === uid).map(toStored) };
  }

  forget(uid: string): void {
    this.#reports = this.#reports.filter(({ author, resolved }) => author !== uid || resolved === undefined);
    for (const entry of this.#reports) {
      entry.reporters = entry.reporters.map((one) => (one.uid === uid ? { uid, username: "", at: one.at } : one));
    }
  }

  #open(target: number): Entry | undefined {
    return this.#all(false).find((entry) => entry.target === target);
  }

  #all(resolved: boolean): Entry[] {
    return this.#reports.filter((entry) => (entry.resolved !== undefined) === resolved);
  }

  #count(matches: (reporter: Entry["reporters"][number]) => boolean): number {
    return this.#all(false).flatMap(({ reporters }) => reporters.filter(matches)).length;
  }
}

function toStored({ author: _, reporters, ...report }: Entry): StoredReport {
  const [first] = reporters;
  return {
    ...report,
    by: first?.uid ?? "",
    ...(first?.reason === undefined ? {} : { reason: first.reason }),
    count: reporters.length,
    reasons: reporters.slice(0, MAX_LISTED_REASONS).map(({ from: _, ...reason }) => reason),
  };
}
