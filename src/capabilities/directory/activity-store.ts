import type { HourCounts, RoomHour } from "./room-report.ts";

/** The last report of a room. */
export interface Reported {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The first event that the next report counts: the first one of the hour of this report. */
  readonly seq: number;
  /** The newest entry of the audit log that was told. */
  readonly audited: number;
}

/** A stretch of the log. */
export interface Counted {
  /** In order, without hours in which nothing happened. */
  readonly hours: readonly RoomHour[];
  /** The first event of the hour in which the stretch ends. */
  readonly seq: number;
  /** Whether an owner came. */
  readonly isOwned: boolean;
}

/** What a room keeps for its reports: a synchronous port, inside the transaction of the turn. */
export interface ActivityStore {
  reported(): Reported | undefined;
  /** Keeps the last report, and forgets the hours before its own, and the people whose erasure it told. */
  setReported(reported: Reported, erased: readonly string[]): void;
  /** People who were erased since the last report. */
  erased(): readonly string[];
  addErased(uid: string): void;
  /**
   * Adds to an hour. Of `people`, the greater number counts.
   *
   * @param isOwned whether an owner came
   */
  add(hour: number, counts: HourCounts, isOwned: boolean): void;
  /** Keeps the count of messages that are about to be deleted: those from `from` on, and before `to`. */
  addPruned(from: number, to: number): void;
  /**
   * Counts what happened from an event on, by hour.
   *
   * @param first an hour: imported messages of earlier ones don't count
   * @param now the hour in which the stretch ends: imported messages of later ones don't count
   */
  count(seq: number, first: number, now: number): Counted;
  /** When the newest message was sent, in milliseconds since 1970. */
  lastMessageAt(): number | null;
  /** Size of the database. */
  bytes(): number;
}
