import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FAKE_MICROPHONE, launchBrowser } from "../support/browser.ts";
import {
  expectEdges,
  expectLargeTargets,
  expectNoSidewaysScroll,
  expectNoViolations,
  tabThrough,
} from "./accessible.ts";
import { watchPolicy } from "./policy-watch.ts";
import { STATES } from "./states.ts";

/** Milliseconds until the browser has reported a violation. */
const WITHIN_MS = 60_000;

/** A window of 1,280 by 720 CSS pixels at 200 % zoom (WCAG 1.4.4), and the narrowest supported one (1.4.10). */
const MAGNIFIED = { width: 640, height: 360 };
const NARROW = { width: 320, height: 568 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser({}, FAKE_MICROPHONE);
});
afterAll(() => browser.close());

// A state costs more to reach than to examine, so one page stands for all promises about it.
test.each(Object.entries(STATES))(
  "%s is accessible, also zoomed, narrow and by keyboard, and violates no policy",
  async (_, reach) => {
    const { sink, troubles, violations, visitors } = await watchPolicy(browser);
    const page = await reach(visitors, { colorScheme: "light", reducedMotion: "reduce" });
    await expectAccessibleColors(page);
    await expectFit(page);
    expect(await tabThrough(page)).not.toEqual([]);

    expect(troubles).toEqual([]);
    // Earlier reports have arrived by the time this one has.
    await breakPolicy(page);
    await expect.poll(() => sink.reports.length, { timeout: WITHIN_MS }).toBeGreaterThan(0);
    await expect.poll(() => violations.length, { timeout: WITHIN_MS }).toBeGreaterThan(0);
    expect(sink.reports.map(({ directive }) => directive)).toEqual(["img-src"]);
    expect(violations).toEqual(["img-src"]);
  },
);

/** Fails if axe finds a violation in light, dark or forced colors. */
async function expectAccessibleColors(page: Page): Promise<void> {
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  await expectNoViolations(page, "system");
  await expectEdges(page);
  await page.emulateMedia({ forcedColors: "none" });
}

/** Fails if something is too small to hit or too wide, in the present window, a zoomed and a narrow one. */
async function expectFit(page: Page): Promise<void> {
  await expectLargeTargets(page);
  const present = page.viewportSize();
  for (const viewport of [MAGNIFIED, NARROW]) {
    await page.setViewportSize(viewport);
    await expectNoSidewaysScroll(page);
    await expectLargeTargets(page);
  }
  if (present !== null) await page.setViewportSize(present);
}

/** Requests an image from another host, which the policy forbids: if the sink stays empty, it does not work. */
async function breakPolicy(page: Page): Promise<void> {
  await page.evaluate(() => {
    new Image().src = "https://never.example/picture.png";
  });
}
