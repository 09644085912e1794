import type { AuditEntry } from "../../protocol/lists.ts";
import type { RoomSettings } from "../../protocol/moderation.ts";

export const HOUR_MS = 60 * 60 * 1_000;
export const DAY_HOURS = 24;

/** What happened in a room in an hour that its log does not tell. */
export interface HourCounts {
  /** People online at once, at most. */
  readonly people: number;
  readonly joins: number;
  /** Deliveries of webhooks that were taken. */
  readonly deliveries: number;
  readonly failures: number;
  /** Frames that were refused. */
  readonly refused: number;
}

/** An hour of a room. */
export interface RoomHour extends HourCounts {
  /** Hours since 1970. */
  readonly hour: number;
  readonly messages: number;
}

/** An hour as it is stored. */
export interface StoredHour extends RoomHour {
  /** Size of the database, or of all. */
  readonly bytes: number;
}

/** An hour of all rooms. */
export interface TotalHour extends StoredHour {
  /** Rooms that were used in it. */
  readonly rooms: number;
}

/**
 * What a room tells the directory. Its hours are whole, from the hour of the report before: the directory replaces what it
 * has, so a report that is sent twice counts once.
 */
export interface RoomReport {
  readonly room: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly people: number;
  /** Of its database. */
  readonly bytes: number;
  /** Milliseconds since 1970; `null` if there is no message. */
  readonly lastMessageAt: number | null;
  readonly openReports: number;
  /** How many owners it has; rooms of the release before P18.11 don't say. */
  readonly owners?: number;
  /** When it will be deleted, in milliseconds since 1970; `null` if it will not. Rooms of an older release don't say. */
  readonly deletesAt?: number | null;
  readonly settings: RoomSettings;
  /** In order, without hours in which nothing happened, and with the present one. */
  readonly hours: readonly RoomHour[];
  /** Entries of its audit log since the report before, oldest first. */
  readonly audit: readonly AuditEntry[];
}

export const NOTHING: HourCounts = { people: 0, joins: 0, deliveries: 0, failures: 0, refused: 0 };

/** The hour of a time. */
export function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS);
}
