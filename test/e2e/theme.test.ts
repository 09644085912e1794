import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { composer, freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Whether a page renders in dark. */
function isDark(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const [red = 0] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
    return red < 128;
  });
}

test("follows the system, including changes", async () => {
  const page = await visitors.visit({ path: `/r/${freshRoom()}`, colorScheme: "dark" });
  await composer(page).waitFor();
  expect(await isDark(page)).toBe(true);
  await page.emulateMedia({ colorScheme: "light" });
  expect(await isDark(page)).toBe(false);
});

test.each(["/", "/404"])("a chosen theme is shown at %s from the first paint", async (path) => {
  const page = await visitors.visit({
    path: "/404",
    colorScheme: "light",
    prepare: (page) => page.addInitScript(() => localStorage.setItem("parley.theme", "dark")),
  });
  // Without the page's own script, only the code before the first paint runs.
  await page.route(/\/assets\/main-[^/]+\.js$/, (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
  await page.goto(new URL(path, page.url()).href);
  expect(await isDark(page)).toBe(true);
  const bars = page.locator("meta[name=theme-color]");
  expect(await bars.evaluateAll((all: HTMLMetaElement[]) => all.map(({ media }) => media))).toEqual(
    path === "/" ? ["not all", "all"] : [],
  );
});

test("a choice in one tab applies to the others", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", { colorScheme: "light" });
  const tab = await visitors.openTab(page);
  await tab.evaluate(() => localStorage.setItem("parley.theme", "dark"));
  await expect.poll(() => isDark(page)).toBe(true);
  await tab.evaluate(() => localStorage.removeItem("parley.theme"));
  await expect.poll(() => isDark(page)).toBe(false);
});
