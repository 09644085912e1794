import { expect, test } from "vitest";
import { freshRoom, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("a chosen theme applies at once and on the next visit, until the user chooses the system's again", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", { colorScheme: "light" });
  const canvas = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await canvas();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Dark").check();
  const dark = await canvas();
  expect(dark).not.toBe(light);
  await page.reload();
  await status(page, "Connected");
  expect(await canvas()).toBe(dark);
  await page.getByRole("button", { name: "Settings" }).click();
  expect(await page.getByLabel("Dark").isChecked()).toBe(true);
  await page.getByLabel("System").check();
  expect(await canvas()).toBe(light);
});

test("settings work while the page is open even if the browser denies storage", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    colorScheme: "light",
    prepare: (page) =>
      page.addInitScript(() => {
        Object.defineProperty(globalThis, "localStorage", {
          get: () => {
            throw new DOMException("refused", "SecurityError");
          },
        });
      }),
  });
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Dark").check();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
  await page.getByLabel("Language").selectOption({ label: "Deutsch" });
  await page.getByRole("dialog", { name: "Einstellungen" }).waitFor();
  await page.getByLabel("Beitritte und Austritte anzeigen").uncheck();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Einstellungen" }).click();
  expect(await page.getByLabel("Beitritte und Austritte anzeigen").isChecked()).toBe(false);
});

test("the settings can be opened and closed by keyboard, and the focus returns", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  const button = page.getByRole("button", { name: "Settings" });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await dialog.getByLabel("Language").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  // A click outside also closes it.
  await button.click();
  await dialog.getByLabel("Language").waitFor();
  await page.mouse.click(5, 400);
  await dialog.waitFor({ state: "hidden" });
});
