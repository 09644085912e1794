import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";

/**
 * Milliseconds by which everything that loads on demand is late, as on a slow connection: `SLOW_PARTS=3000 npx vitest run
 * --project e2e`. A test passes with any.
 */
const LATE_MS = Number(process.env.SLOW_PARTS ?? 0);

/** Scripts, strings and styles that the page loads after its first paint. */
const ON_DEMAND = /\/assets\/(?:parts|lazy|emoji|on-demand)-/;

/** Delays what the pages of a browser profile load on demand. */
export async function delayParts(context: BrowserContext): Promise<void> {
  if (LATE_MS === 0) return;
  await context.route(ON_DEMAND, async (route) => {
    await sleep(LATE_MS);
    // The page may have been closed in the meantime.
    await route.continue().catch(() => {});
  });
}
