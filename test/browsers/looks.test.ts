import { expect, test } from "vitest";
import { guestIn } from "../e2e/guest.ts";
import type { Page } from "./page.ts";
import { choose, composer, freshRoom, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

async function openSettings(page: Page): Promise<void> {
  await page.click({ role: "button", name: "Settings" });
  await page.shows({ role: "combobox", name: "Language" });
}

test("a chosen theme applies at once, and after a reload", async () => {
  const ada = await visitors.enter(freshRoom(), "Ada");
  const isDark = async () =>
    ada.evaluate("Number(getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/)) < 128");
  await openSettings(ada);
  await ada.click({ role: "radio", name: "Light" });
  expect(await ada.evaluate("document.documentElement.dataset.theme")).toBe("light");
  expect(await isDark()).toBe(false);
  await ada.click({ role: "radio", name: "Dark" });
  expect(await isDark()).toBe(true);
  await ada.press("Escape");
  await ada.hides({ role: "dialog" });
  await ada.reload();
  await status(ada, "Connected");
  expect(await isDark()).toBe(true);
});

test("a chosen language applies at once; Arabic mirrors the page, and each text keeps its own direction", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const mei = await guestIn(room, "نور");
  await mei.says("صباح الخير");
  await say(ada, "Good morning!");
  await sees(ada, "Good morning!");
  await openSettings(ada);
  await ada.choose({ role: "combobox", name: "Language" }, "Deutsch");
  await ada.shows({ role: "dialog", name: "Einstellungen" });
  await ada.choose({ role: "combobox", name: "Sprache" }, "العربية");
  await ada.shows({ role: "dialog", name: "الإعدادات" });
  await ada.press("Escape");
  await ada.hides({ role: "dialog" });
  expect(await ada.evaluate("[document.documentElement.lang, document.documentElement.dir]")).toEqual(["ar", "rtl"]);
  expect(
    await ada.evaluate(
      '[...document.querySelectorAll(".messages .text")].map((text) => getComputedStyle(text).direction)',
    ),
  ).toEqual(["rtl", "ltr"]);
  expect(
    await ada.evaluate('document.querySelector(".messages .avatar").getBoundingClientRect().left > innerWidth / 2'),
  ).toBe(true);
});

test("on 390 pixels nothing scrolls sideways or leaves the page, and the message menu opens", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  await say(ada, `A long address: https://example.org/${"long/".repeat(60)}`);
  await say(ada, "Short");
  await sees(ada, "Short");
  await ada.resize(390, 700);
  await status(ada, "Connected");
  expect(await ada.evaluate("innerWidth")).toBe(390);
  expect(await ada.evaluate("document.documentElement.scrollWidth")).toBe(390);
  // The composer is in sight: the whole page fits the viewport.
  expect(await ada.evaluate("document.documentElement.scrollHeight")).toBe(700);
  // A room's name too long for one line neither makes the composer taller nor gives it a scrollbar.
  expect(await ada.evaluate('Math.round(document.querySelector("textarea").getBoundingClientRect().height)')).toBe(42);
  await ada.fill(composer, "from a phone");
  await ada.click({ role: "button", name: "Send" });
  await sees(ada, "from a phone");
  await choose(ada, "Short", "Copy text");
});
