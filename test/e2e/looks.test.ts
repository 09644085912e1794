import { expect, inject, test } from "vitest";
import { expectEdges, expectLargeTargets, expectNoSidewaysScroll, expectNoViolations } from "./accessible.ts";
import { STATES } from "./states.ts";
import { composer, freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** A window of 1,280 by 720 CSS pixels at 200 % zoom (WCAG 1.4.4), and the narrowest supported one (1.4.10). */
const MAGNIFIED = { width: 640, height: 360 };
const NARROW = { width: 320, height: 568 };

test.each(Object.entries(STATES))(
  "%s is accessible in light, dark and forced colors, zoomed and narrow",
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

test("light and dark differ, and follow the user's choice while the page is open", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", { colorScheme: "light" });
  const canvas = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await canvas();
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await canvas()).not.toBe(light);
});

test("nothing moves if the user prefers reduced motion", async () => {
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

test("explains what to do if scripts are disabled", async () => {
  const html = await (await fetch(inject("origin"))).text();
  expect(html).toMatch(/<noscript>.*turn on JavaScript.*<a href="\/log" .*<\/noscript>/s);
});
