import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Gzipped bytes that a browser may load before the user can type. */
const BUDGET = 45_000;

/** Extra gzipped bytes for a language other than English, which other users do not load. */
const LANGUAGE_BUDGET = 5_000;

/** Everything a page had loaded when a text field got the focus: paths, and bytes as transferred. */
async function loadedUntilReady(page: Page): Promise<ReadonlyMap<string, number>> {
  await page.waitForFunction(() => document.documentElement.dataset.ready !== undefined);
  return new Map(
    await page.evaluate(() => {
      const ready = Number(document.documentElement.dataset.ready);
      // Resource timings include the document, and the compressed size of everything.
      const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
      return all
        .filter((entry) => entry instanceof PerformanceResourceTiming && entry.responseEnd <= ready)
        .filter(({ name }) => !/\.(?:svg|png|webmanifest)$/.test(name))
        .map((entry): [string, number] => [
          new URL(entry.name).pathname,
          entry instanceof PerformanceResourceTiming ? entry.encodedBodySize : 0,
        ]);
    }),
  );
}

/** Runs in a page before its own scripts. */
function noteReady(name: string | undefined): void {
  if (name !== undefined) localStorage.setItem("parley.name", name);
  document.addEventListener(
    "focusin",
    () => {
      document.documentElement.dataset.ready = String(performance.now());
    },
    { once: true },
  );
}

test.each([
  ["a new user", undefined, "en", BUDGET],
  ["a returning user", "Ada", "en", BUDGET],
  ["a user of another language", "Ada", "de", BUDGET + LANGUAGE_BUDGET],
])("the bytes that a browser loads until %s can type stay within the budget", async (_, name, locale, budget) => {
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    locale,
    prepare: (page) => page.addInitScript(noteReady, name),
  });
  const loaded = await loadedUntilReady(page);
  const sum = [...loaded.values()].reduce((total, bytes) => total + bytes, 0);
  expect([...loaded.keys()].some((path) => path.endsWith(".css"))).toBe(true);
  expect(sum).toBeGreaterThan(10_000);
  expect(sum, JSON.stringify([...loaded])).toBeLessThan(budget);
});
