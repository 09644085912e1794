import { ASSUMED } from "./counts.ts";
import { CLOUDFLARE, type Price, SERVER } from "./prices.ts";
import type { Usage } from "./usage.ts";

const METERS = ["workerRequests", "objectRequests", "gigabyteSeconds", "rowsRead", "rowsWritten"] as const;

/** What a month costs on Workers Paid, in dollars. */
export interface Bill extends Usage {
  readonly total: number;
}

/** Line by line, above what the plan includes. */
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

/** Whether the Free plan holds it, every day. */
export function isFree(usage: Usage): boolean {
  const fits = METERS.every((meter) => usage[meter] / ASSUMED.daysAMonth <= CLOUDFLARE.freeADay[meter]);
  return fits && usage.storedGigabytes <= CLOUDFLARE.freeStoredGigabytes;
}

/** A server's month, with a volume for what its disk does not hold. */
export function serverDollars({ storedGigabytes }: Usage): number {
  const volume = Math.max(0, storedGigabytes - SERVER.diskGigabytes) * SERVER.volumeEuros;
  return (SERVER.euros + volume) * SERVER.dollarsAEuro;
}
