const hourAndMinute = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

// A clock may be so wrong, or a room so hostile, that a time is outside what `Date` can hold, and formatting would throw.
const LAST_MS = 8.64e15;
const held = (at: number) => Math.max(-LAST_MS, Math.min(LAST_MS, at));

/** The time of day, as the reader's language writes it. `at` is in milliseconds since 1970, here and below. */
export const timeOfDay = (at: number): string => hourAndMinute.format(held(at));

/** Date and time in full. */
export const fullTime = (at: number): string => full.format(held(at));

/** The date in full. */
export const fullDay = (at: number): string => day.format(held(at));

/** For machines: the value of `<time datetime>`. */
export const machineTime = (at: number): string => new Date(held(at)).toISOString();
