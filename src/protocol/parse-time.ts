/** A day in UTC, or a time with its zone. */
const TIME = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/i;

/** Reads a time of a request (P14.8, P17.2), in milliseconds since 1970. Returns `undefined` if it is none. */
export function parseTime(text: string): number | undefined {
  const day = TIME.exec(text)?.[1];
  // `Date.parse` reads February 31st as March 3rd.
  if (day === undefined || new Date(Date.parse(day)).getUTCDate() !== Number(day.slice(-2))) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
