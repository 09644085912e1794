import type { Evidence, Report, ReportReason } from "../../protocol/lists.ts";
import type { ListRange } from "../../room/moderation/list-range.ts";

/** People of whom it is stored that they reported a message; it is counted up to here. */
export const MAX_REPORTERS = 200;

/** Reasons that are listed with a report: enough to see what it is about. */
export const MAX_LISTED_REASONS = 5;

/** Versions of a message's text that are kept besides the first. */
export const MAX_LATER_VERSIONS = 5;

/** A report as it is stored: the message is in the log. */
export type StoredReport = Omit<Report, "message">;

/** A person reports a message. */
export interface NewReport extends ReportReason {
  readonly target: number;
  /** The keyed hash of the reporter's address, if it is known. */
  readonly from?: string;
  readonly evidence: Evidence;
}

/** A report that a person made. */
export interface OwnReport {
  readonly at: number;
  readonly target: number;
  readonly reason?: string;
}

/**
 * The reports of a room, open and resolved ones: a synchronous port, inside the transaction of the turn.
 * `test/support/report-store-contract.ts` tests what every implementation has to do.
 */
export interface ReportStore {
  /**
   * Adds a person to the open report of a message; the first one opens it. Another text than the one that is kept is kept
   * as well. Nothing else comes of a second report by the same person.
   *
   * @returns whether it opened a report
   */
  add(report: NewReport): boolean;
  isOpen(target: number): boolean;
  /** Whether a report of a message, open or resolved, keeps its evidence. */
  isKept(target: number): boolean;
  /** Whether the open report of a message is this person's too. */
  isReportedBy(uid: string, target: number): boolean;
  /** Counts the open reports. */
  open(): number;
  /** Counts the open reports that a person is a part of. */
  openOf(uid: string): number;
  /** Counts the same for everybody of one address, by any of its hashes; one for each person and message. */
  openFrom(hashes: readonly string[]): number;
  list(range: ListRange, resolved: boolean): StoredReport[];
  /**
   * Resolves an open report. Hashes of addresses are not needed any more, and go.
   *
   * @returns whether there was one
   */
  resolve(report: number, now: number): boolean;
  /**
   * Deletes reports that were resolved before a time, with their evidence.
   *
   * @returns when the oldest of the others was resolved, if there is one
   */
  purge(before: number): number | undefined;
  /** The reports that a person made, and the reports of their messages. */
  ofPerson(uid: string): { readonly made: readonly OwnReport[]; readonly about: readonly StoredReport[] };
  /** Forgets the name, reasons and address of a person who reported, and resolved reports of what they wrote (P11.3). */
  forget(uid: string): void;
}

/** Evidence after a message was reported once more. The first text stays, and so do the first others. */
export function withVersion(evidence: Evidence | undefined, seen: Evidence): Evidence {
  if (evidence === undefined) return seen;
  const { later = [], ...first } = evidence;
  if ([first, ...later].some(({ message }) => message === seen.message)) return evidence;
  const { at, message, username } = seen;
  return { ...first, later: [...later.slice(0, MAX_LATER_VERSIONS - 1), { username, message, at }] };
}
