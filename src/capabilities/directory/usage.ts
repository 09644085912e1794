import type { OperatorUsage, UsageMeter } from "../../protocol/operator.ts";
import { DAY_HOURS, HOUR_MS, type TotalHour } from "./room-report.ts";

/** Counts of docs/cost.md; test/unit/operator-usage.test.ts fails if one differs from those of its tables. */
export const COUNTS = {
  rowsWrittenAMessage: 2,
  rowsWrittenAVisit: 2,
  rowsWrittenAJoin: 1,
  rowsWrittenAReport: 11,
  rowsWrittenADelivery: 7,
  alarmsADelivery: 2,
  requestsAReport: 2,
  looksAnHour: 58,
  typingAMessage: 2,
  messagesARequest: 20,
} as const;

/** Prices and limits of docs/cost.md; the same test compares them. */
export const PRICES = {
  base: 5,
  objectRequests: { included: 1e6, dollars: 0.15, freeADay: 100e3 },
  rowsWritten: { included: 50e6, dollars: 1, freeADay: 100e3 },
  storedGigabytes: { included: 5, dollars: 0.2, free: 5 },
} as const;

const GIGABYTE = 1e9;

/**
 * Estimates what the month so far has used, by the counts of docs/cost.md.
 *
 * @param hours of all rooms, in order
 * @param bytes that are stored now
 * @param now milliseconds since 1970
 */
export function usageOf(hours: readonly TotalHour[], bytes: number, now: number): OperatorUsage {
  const date = new Date(now);
  const begin = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const days = Math.floor((now - begin) / (DAY_HOURS * HOUR_MS)) + 1;
  const starts = Array.from({ length: days }, (_, day) => begin + day * DAY_HOURS * HOUR_MS);
  const byDay = Map.groupBy(hours, ({ hour }) => Math.floor((hour * HOUR_MS - begin) / (DAY_HOURS * HOUR_MS)));
  const amounts = (of: (hour: TotalHour) => number) =>
    starts.map((at, day) => ({
      at,
      amount: Math.ceil((byDay.get(day) ?? []).reduce((sum, hour) => sum + of(hour), 0)),
    }));
  const metered = (meter: "objectRequests" | "rowsWritten", of: (hour: TotalHour) => number): UsageMeter => {
    const each = amounts(of);
    const month = each.reduce((sum, { amount }) => sum + amount, 0);
    const { dollars, freeADay, included } = PRICES[meter];
    const above = Math.max(0, month - included);
    return {
      meter,
      today: each.at(-1)?.amount ?? 0,
      month,
      free: freeADay,
      dollars: (above * dollars) / 1e6,
      days: each,
    };
  };
  const { dollars, free, included } = PRICES.storedGigabytes;
  let size = 0;
  const stored: UsageMeter = {
    meter: "storedBytes",
    today: bytes,
    month: bytes,
    free: free * GIGABYTE,
    dollars: Math.max(0, bytes / GIGABYTE - included) * dollars,
    days: starts.map((at, day) => {
      size = byDay.get(day)?.at(-1)?.bytes ?? size;
      return { at, amount: size };
    }),
  };
  const meters = [metered("objectRequests", requestsOf), metered("rowsWritten", rowsOf), stored];
  const month = `${date.getUTCFullYear()}-${String(date.getUTCMonth() + 1).padStart(2, "0")}`;
  return { month, meters, dollars: meters.reduce<number>((sum, meter) => sum + meter.dollars, PRICES.base) };
}

/** Connections and alarms are requests; of the frames, twenty are one. */
function requestsOf({ deliveries, failures, joins, messages, rooms }: TotalHour): number {
  const frames = joins + messages * (1 + COUNTS.typingAMessage);
  const alarms =
    rooms * (COUNTS.looksAnHour + COUNTS.requestsAReport) + (deliveries + failures) * COUNTS.alarmsADelivery;
  return joins + alarms + frames / COUNTS.messagesARequest;
}

function rowsOf({ deliveries, failures, joins, messages, rooms }: TotalHour): number {
  return (
    messages * COUNTS.rowsWrittenAMessage +
    joins * (COUNTS.rowsWrittenAVisit + COUNTS.rowsWrittenAJoin) +
    (deliveries + failures) * COUNTS.rowsWrittenADelivery +
    rooms * (COUNTS.looksAnHour + COUNTS.rowsWrittenAReport)
  );
}
