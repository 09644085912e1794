import { expect, inject, test } from "vitest";
import { composer, freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

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
