import { SERIES_DAYS, type Series, type SeriesPoint, type SeriesQuery } from "../../protocol/operator.ts";
import { DAY_HOURS, HOUR_MS, type StoredHour } from "./room-report.ts";

/** Points by default. */
const POINTS = { hour: 24, day: 30 } as const;
const MAX_POINTS = { hour: SERIES_DAYS * DAY_HOURS, day: SERIES_DAYS } as const;
const HOURS = { hour: 1, day: DAY_HOURS } as const;

/**
 * Puts hours into points without gaps. A room without a report has the size that it had.
 *
 * @param hours in order
 * @param now the present hour
 */
export function seriesOf(hours: readonly StoredHour[], { count, unit = "hour" }: SeriesQuery, now: number): Series {
  const step = HOURS[unit];
  const end = Math.floor(now / step);
  const length = Math.min(count ?? POINTS[unit], MAX_POINTS[unit]);
  const byPoint = Map.groupBy(hours, ({ hour }) => Math.floor(hour / step));
  const first = end - length + 1;
  let bytes = hours.findLast(({ hour }) => hour < first * step)?.bytes ?? 0;
  const points = Array.from({ length }, (_, index): SeriesPoint => {
    const inside = byPoint.get(first + index) ?? [];
    const sum = (key: keyof StoredHour) => inside.reduce((total, hour) => total + hour[key], 0);
    bytes = inside.at(-1)?.bytes ?? bytes;
    return {
      at: (first + index) * step * HOUR_MS,
      messages: sum("messages"),
      people: Math.max(0, ...inside.map(({ people }) => people)),
      joins: sum("joins"),
      bytes,
      deliveries: sum("deliveries"),
      failures: sum("failures"),
      refused: sum("refused"),
    };
  });
  return { unit, points };
}
