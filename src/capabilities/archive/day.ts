const DAY_MS = 24 * 60 * 60 * 1_000;

const LONG_DATE = new Intl.DateTimeFormat("en", { dateStyle: "full", timeZone: "UTC" });

/** A day of the log, in UTC. */
export interface Day {
  /** As in addresses: `2026-11-27`. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Reads the day of an address. Returns `undefined` if there is no such day. */
export function parseDay(name: string): Day | undefined {
  const from = /^\d{4}-\d{2}-\d{2}$/.test(name) ? Date.parse(name) : Number.NaN;
  // February 30 parses as March 2.
  return Number.isNaN(from) || dayOf(from) !== name ? undefined : { name, from, to: from + DAY_MS };
}

/** The day of a time, as in addresses. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The hour and minute of a time, in UTC. */
export function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

/** A day in words. */
export function longDate(day: string): string {
  return LONG_DATE.format(Date.parse(day));
}
