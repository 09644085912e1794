import { ASSUMED } from "./counts.ts";
import { CLOUDFLARE, type Price, SERVER } from "./prices.ts";
import type { Usage } from "./usage.ts";

const METERS = ["workerRequests", "objectRequests", "gigabyteSeconds", "rowsRead", "rowsWritten"] as const;

/** The cost of a month on Workers Paid, in dollars. */
export interface Bill extends Usage {
  readonly total: number;
}

/** By line, above the included amounts. */
export function billOf(usage: Usage): Bill {
  const above = (used: number, { dollars, included }: Price) => Math.max(0, used - included) * dollars;
  const line = (meter: (typeof METERS)[number]) => above(usage[meter], CLOUDFLARE[meter]) / 1e6;
  const lines = {
    workerRequests: line("workerRequests"),
    objectRequests: line("objectRequests"),
    gigabyteSeconds: line("gigabyteSeconds"),
    rowsRead: line("rowsRead"),
    rowsWritten: line("rowsWritten"),
    storedGigabytes: above(usage.storedGigabytes, CLOUDFLARE.storedGigabytes),
  };
  const total = Object.values(lines).reduce((sum, dollars) => sum + dollars, CLOUDFLARE.base);
  return { ...lines, total };
}

/** Whether it fits the Free plan every day. */
export function isFree(usage: Usage): boolean {
  const fits = METERS.every((meter) => usage[meter] / ASSUMED.daysAMonth <= CLOUDFLARE.freeADay[meter]);
  return fits && usage.storedGigabytes <= CLOUDFLARE.freeStoredGigabytes;
}

/** A server for a month, with a volume for data that does not fit on its disk. */
export function serverDollars({ storedGigabytes }: Usage): number {
  const volume = Math.max(0, storedGigabytes - SERVER.diskGigabytes) * SERVER.volumeEuros;
  return (SERVER.euros + volume) * SERVER.dollarsAEuro;
}
