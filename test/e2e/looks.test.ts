import { expect, inject, test } from "vitest";
import { expectEdges, expectLargeTargets, expectNoSidewaysScroll, expectNoViolations } from "./accessible.ts";
import { STATES } from "./states.ts";
import { composer, freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** What is left of a window of 1,280 by 720 CSS pixels at 200 % (WCAG 1.4.4), and the narrowest that has to do (1.4.10). */
const MAGNIFIED = { width: 640, height: 360 };
const NARROW = { width: 320, height: 568 };

test.each(Object.entries(STATES))(
  "%s is accessible, in light, dark and forced colours, magnified and narrow",
  async (_, reach) => {
    const page = await reach(visitors, { colorScheme: "light", reducedMotion: "reduce" });
    await expectNoViolations(page);
    await expectLargeTargets(page);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await expectNoViolations(page);
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    await expectNoViolations(page, "system");
    await expectEdges(page);
    await page.emulateMedia({ forcedColors: "none", reducedMotion: "reduce" });
    for (const viewport of [MAGNIFIED, NARROW]) {
      await page.setViewportSize(viewport);
      await expectNoSidewaysScroll(page);
      await expectLargeTargets(page);
    }
  },
);

test("light and dark differ, and follow the visitor's choice while the page is open", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", { colorScheme: "light" });
  const canvas = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await canvas();
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await canvas()).not.toBe(light);
});

test("nothing moves for who asked for no motion", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", { reducedMotion: "reduce" });
  const durations = await page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) => {
      const { animationDuration, transitionDuration } = getComputedStyle(element);
      return [animationDuration, transitionDuration];
    }),
  );
  expect(new Set(durations)).toEqual(new Set(["0s"]));
  expect(await composer(page).isVisible()).toBe(true);
});

test("says what to do where scripts are switched off", async () => {
  const html = await (await fetch(inject("origin"))).text();
  expect(html).toMatch(/<noscript>.*Please switch it on.*<\/noscript>/s);
});
